package tokens

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Language is one in which [Code] writes programs.
type Language struct {
	Name  string // "csharp": what Code takes
	Title string // "C#"
	File  string // "Program.cs": what to save a program as; token.py would hide Python's own
}

// A language is one with the writer of its programs.
type language struct {
	Language
	write func(*program) (string, error)
}

var languages = []language{
	{Language{"node", "Node", "mint.js"}, writeNode},
	{Language{"python", "Python", "mint.py"}, writePython},
	{Language{"java", "Java", "Mint.java"}, writeJava},
	{Language{"csharp", "C#", "Program.cs"}, writeCSharp},
	{Language{"php", "PHP", "mint.php"}, writePHP},
	{Language{"ruby", "Ruby", "mint.rb"}, writeRuby},
	{Language{"go", "Go", "main.go"}, writeGo},
	{Language{"curl", "curl", "mint.sh"}, writeCurl},
}

// Languages is every language that [Code] knows, in the order of their use.
func Languages() []Language {
	out := make([]Language, len(languages))
	for i, l := range languages {
		out[i] = l.Language
	}
	return out
}

// Code returns a program that prints the same token, made with Twilio's helper
// library for a language, or for curl by an issuance server.
//
// The program mints anew each time it runs: the lifetime counts from then, and
// the helper sets the id. It reads the SIDs and the secret from
// TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET; those of t
// are not used. Where a helper would make another token the program goes around
// it, and says so.
//
// It refuses what [AccessToken.Sign] refuses. A [*FieldError] also tells of a
// language that is not there, and of what it cannot hold.
func Code(language string, t *AccessToken) (string, error) {
	p, err := newProgram(t)
	if err != nil {
		return "", err
	}
	for _, l := range languages {
		if l.Name == language {
			return l.write(p)
		}
	}
	return "", &FieldError{Path: "language", Want: languageNames(), Got: language}
}

// secretsNote says in a program where its secret comes from. The one for curl
// reads none.
const secretsNote = "Account, API key and secret come from the environment of this program: keep it on a server."

func languageNames() string {
	var names []string
	for _, l := range languages {
		names = append(names, l.Name)
	}
	return strings.Join(names, ", ")
}

// A program is what a writer is told of the token.
type program struct {
	identity, region string
	ttl              int64         // seconds
	nbf              string        // the second, in digits; "" for none
	grants           []helperGrant // in order
	all              *Value        // the grants as they travel, with the identity
}

func newProgram(t *AccessToken) (*program, error) {
	checked := *t
	checked.AccountSID, checked.KeySID = "AC"+strings.Repeat("0", 32), "SK"+strings.Repeat("0", 32)
	if err := checked.Validate(); err != nil {
		return nil, err
	}
	wire, err := MarshalGrants(t.Identity, t.Grants)
	if err != nil {
		return nil, err
	}
	all, err := ParseJSON(string(wire))
	if err != nil {
		return nil, err
	}
	p := &program{identity: t.Identity, region: t.Region, ttl: int64(t.lifetime().ttl / time.Second), all: all}
	if !t.NotBefore.IsZero() {
		p.nbf = strconv.FormatInt(t.NotBefore.Unix(), 10)
	}
	for _, g := range t.Grants {
		p.grants = append(p.grants, newHelperGrant(g, all.Get(g.Key())))
	}
	return p, nil
}

// raw reports whether there is a grant that no class of the helpers makes.
func (p *program) raw() bool {
	return slices.ContainsFunc(p.grants, func(g helperGrant) bool { return g.class == "" })
}

// without returns the program with the class taken from the grants for which
// lacks says that one helper's makes something else.
func (p *program) without(lacks func(helperGrant) bool) *program {
	q := *p
	q.grants = slices.Clone(p.grants)
	for i, g := range q.grants {
		if g.class != "" && lacks(g) {
			q.grants[i].class = ""
		}
	}
	return &q
}

// A code is program text under way.
type code struct{ text []byte }

func (c *code) add(format string, args ...any) { c.text = fmt.Appendf(c.text, format, args...) }

func (c *code) String() string { return string(c.text) }
