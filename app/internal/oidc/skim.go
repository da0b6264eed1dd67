package oidc

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxValues is how many names, values and ends of lists header and payload may
// have each. A token of [MaxToken] that lists its groups by UUID has some 300.
const maxValues = 2048

// skim refuses what is not worth being read. Reading remembers everything and
// where it stands, and says all that is wrong with it: anybody can send much of
// that, before a signature tells who has.
func skim(text string) error {
	if strings.Count(text, ".") != 2 {
		return refuse("it is not one token in three parts")
	}
	header, rest, _ := strings.Cut(text, ".")
	payload, _, _ := strings.Cut(rest, ".")
	if err := skimJSON("header", header); err != nil {
		return err
	}
	return skimJSON("payload", payload)
}

func skimJSON(name, encoded string) error {
	data, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return refuse("its %s is malformed: base64", name)
	}
	d := jsontext.NewDecoder(bytes.NewReader(data))
	for range maxValues {
		_, err := d.ReadToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, jsontext.ErrDuplicateName):
			return refuse("its %s is malformed: duplicate", name)
		case err != nil:
			return refuse("its %s is malformed: json", name)
		}
	}
	return refuse("its %s has more than %d values", name, maxValues)
}
