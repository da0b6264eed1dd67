package cli

import (
	"errors"
	"slices"
	"strings"
)

// algorithmNames are those that sign, as a header writes them.
var algorithmNames = []string{
	"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
}

var errAlgorithm = errors.New("want " + strings.Join(algorithmNames, ", "))

// namedAlgorithm takes a name in any case.
func namedAlgorithm(text string) (string, error) {
	i := slices.IndexFunc(algorithmNames, func(name string) bool { return strings.EqualFold(name, text) })
	if i < 0 {
		return "", errAlgorithm
	}
	return algorithmNames[i], nil
}

// An algorithm is a flag that takes the name of one.
type algorithm struct{ value *string }

func (a *algorithm) Set(text string) (err error) {
	*a.value, err = namedAlgorithm(text)
	return err
}

func (a *algorithm) String() string {
	if a.value == nil {
		return ""
	}
	return *a.value
}

func (a *algorithm) Type() string { return "algorithm" }

// algorithms is a flag that takes several, with commas between or one by one.
type algorithms struct{ value *[]string }

func (a *algorithms) Set(text string) error {
	if text == "" {
		return errAlgorithm
	}
	for name := range strings.SplitSeq(text, ",") {
		known, err := namedAlgorithm(strings.TrimSpace(name))
		if err != nil {
			return err
		}
		*a.value = append(*a.value, known)
	}
	return nil
}

func (a *algorithms) String() string {
	if a.value == nil {
		return ""
	}
	return strings.Join(*a.value, ",")
}

func (a *algorithms) Type() string { return "algorithm" }
