package tokens_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// Twilio looks at the end of a token alone: one that is issued a year ahead
// would be good for that year.
func TestIssueAhead(t *testing.T) {
	for _, test := range []struct {
		name                string
		issuedAt, notBefore time.Duration // from now; 0 for none
		refused             bool
	}{
		{"now", 0, 0, false},
		{"a fast clock", 300 * time.Second, 0, false},
		{"a second more", 301 * time.Second, 0, true},
		{"a year ahead", 8760 * time.Hour, 0, true},
		{"a year ahead, held back", 8760 * time.Hour, 8760 * time.Hour, false},
		{"a year ahead, held back too little", 8760 * time.Hour, 8760*time.Hour - time.Second, true},
		{"a year ago", -8760 * time.Hour, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			issuedAt, notBefore := now.Add(test.issuedAt), time.Time{}
			if test.notBefore != 0 {
				notBefore = now.Add(test.notBefore)
			}
			access := good()
			access.Now, access.IssuedAt, access.NotBefore = now, issuedAt, notBefore
			client := tokens.ClientCapability{AccountSID: account, Now: now, IssuedAt: issuedAt, NotBefore: notBefore}
			worker := tokens.TaskRouterCapability{
				AccountSID: account, WorkspaceSID: workspace, ChannelSID: worker,
				Now: now, IssuedAt: issuedAt, NotBefore: notBefore,
			}
			for name, sign := range map[string]func() (string, error){
				"access":     func() (string, error) { return access.Sign(secret) },
				"client":     func() (string, error) { return client.Sign(authToken) },
				"TaskRouter": func() (string, error) { return worker.Sign(authToken) },
			} {
				signed, err := sign()
				if refused := errors.Is(err, tokens.ErrTTL); refused != test.refused || refused != (signed == "") {
					t.Errorf("%s: got %q, %v, want refused %v", name, signed, err, test.refused)
				}
			}
		})
	}
}

// Without a moment of its own the clock's counts.
func TestIssueAheadOfTheClock(t *testing.T) {
	a := good()
	a.IssuedAt = time.Now().AddDate(1, 0, 0)
	if _, err := a.Sign(secret); !errors.Is(err, tokens.ErrTTL) || !strings.Contains(err.Error(), "hold it back with nbf") {
		t.Errorf("got %v, want %v", err, tokens.ErrTTL)
	}
}

// The minting second in jti is believed as far as the other claims bear it out.
func TestIssuedAt(t *testing.T) {
	for _, test := range []struct{ name, claims, want string }{
		{"iat", `"iat":1700000000,"nbf":1`, "1700000000"},
		{"jti", `"jti":"SK-1700000000"`, "1700000000"},
		{"jti before nbf", `"jti":"SK-1700000000","nbf":1700000900`, "1700000000"},
		{"jti 300 s after nbf", `"jti":"SK-1700000300","nbf":1700000000`, "1700000300"},
		{"jti more after nbf", `"jti":"SK-1700000301","nbf":1700000000`, "1700000000"},
		{"jti at the end", `"jti":"SK-1700000301","exp":1700000301`, "1700000301"},
		{"jti after the end", `"jti":"SK-1700000302","exp":1700000301`, ""},
		{"nbf", `"jti":"SK-x","nbf":1700000000`, "1700000000"},
		{"nothing", `"jti":"SK-17000000000"`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			if at, ok := tokens.Decode(encode(t, `{"alg":"HS256"}`, `{"iss":"SK",`+test.claims+`}`)).IssuedAt(); ok {
				got = strconv.FormatInt(at.Unix(), 10)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestIssueAheadIsSeen(t *testing.T) {
	for name, test := range map[string]struct{ claims, rules string }{
		"by iat":           {`"jti":"x","iat":1731536000,"exp":1731539600`, "exp-far iat-future"},
		"by jti":           {`"jti":"SKfedcba9876543210fedcba9876543210-1731536000","exp":1731539600`, "exp-far iat-future"},
		"by jti, a little": {`"jti":"SKfedcba9876543210fedcba9876543210-1700000300","exp":1700003600`, ""},
	} {
		payload := `{"iss":"` + apiKey + `","sub":"` + account + `",` + test.claims + `,"grants":{"identity":"a","video":{}}}`
		v := tokens.Diagnose(tokens.Decode(encode(t, `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`, payload)), tokens.Options{At: now})
		var got []string
		for _, f := range v.Findings {
			if f.Stage == tokens.TimeStage {
				got = append(got, f.Rule)
			}
			if f.Rule == "exp-far" && !strings.HasPrefix(f.Found, "it was not issued yet, and ends in 11 months ") {
				t.Errorf("%s: got %s", name, f.Found)
			}
		}
		if strings.Join(got, " ") != test.rules {
			t.Errorf("%s: got %v, want %s", name, got, test.rules)
		}
	}
}
