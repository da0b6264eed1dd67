package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/twilio/twiliotest"
)

type twilioKey struct{}

// twilioCmd is Twilio's API for keys in a script:
//
//	twilio start                  the first command; sets the environment
//	twilio add NAME VAR           makes a key, and puts its SID in a variable
//	twilio sid NAME VAR           puts the SID of a key in a variable
//	twilio fail METHOD FAULT...   has the next requests fail
//	twilio linger NAME            shows a key once more after it is deleted
//	twilio names NAME...          there are these keys, and no others
//	twilio secret NAME FILE       the file holds the secret of the key
func twilioCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: twilio command args...")
	}
	if args[0] == "start" {
		startTwilio(ts)
		return
	}
	s := ts.Value(twilioKey{}).(**twiliotest.Server)
	switch args[0] {
	case "add":
		sid, _ := (*s).Add(args[1])
		ts.Setenv(args[2], sid)
	case "sid":
		ts.Setenv(args[2], (*s).SID(args[1]))
	case "fail":
		for _, name := range args[2:] {
			fault, ok := twiliotest.Faults[name]
			if !ok {
				ts.Fatalf("there is no fault %s", name)
			}
			(*s).Fail(args[1], fault)
		}
	case "linger":
		(*s).Linger((*s).SID(args[1]), 1)
	case "names":
		if got := (*s).Names()[2:]; !slices.Equal(got, args[1:]) {
			ts.Fatalf("got keys %q, want %q", got, args[1:])
		}
	case "secret":
		if got, want := ts.ReadFile(args[2]), (*s).Secret((*s).SID(args[1]))+"\n"; got != want {
			ts.Fatalf("got %q, want %q", got, want)
		}
	default:
		ts.Fatalf("unknown command twilio %s", args[0])
	}
}

func startTwilio(ts *testscript.TestScript) {
	s := twiliotest.New()
	ts.Defer(s.Close)
	*ts.Value(twilioKey{}).(**twiliotest.Server) = s
	ts.Setenv("TWILIO_API_BASE_URL", s.URL)
	ts.Setenv("TWILIO_ACCOUNT_SID", twiliotest.AccountSID)
	ts.Setenv("TWILIO_AUTH_TOKEN", twiliotest.AuthToken)
	ts.Setenv("MAIN_KEY", twiliotest.MainKeySID)
	ts.Setenv("MAIN_SECRET", twiliotest.MainKeySecret)
	ts.Setenv("STANDARD_KEY", twiliotest.StandardKeySID)
	ts.Setenv("STANDARD_SECRET", twiliotest.StandardKeySecret)
}

// signed puts a token into the audit trail: signed DB SK… 10m, which ends then,
// or -10m, which has ended.
func signed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: signed db key end")
	}
	ends, err := time.ParseDuration(args[2])
	ts.Check(err)
	s, err := openDB(ts, args[0])
	ts.Check(err)
	defer s.Close()
	ts.Check(s.Record(context.Background(), store.Event{
		Time: time.Now().Add(ends - time.Hour), TTL: time.Hour, Kind: store.TokenIssued,
		Principal: "anna", TokenID: "t-" + args[2], KeySID: args[1],
	}))
}

// audited asks for rows of the audit trail: audited DB signing_key_created=SK…
func audited(ts *testscript.TestScript, neg bool, args []string) {
	s, err := openDB(ts, args[0])
	ts.Check(err)
	defer s.Close()
	var got []string
	for e, err := range s.Events(context.Background()) {
		ts.Check(err)
		got = append(got, string(e.Kind)+"="+e.Principal)
	}
	for _, want := range args[1:] {
		if slices.Contains(got, want) == neg {
			ts.Fatalf("got %s", strings.Join(got, "\n"))
		}
	}
}

// hostile is a failed login under a name that somebody chose with care: hostile DB
func hostile(ts *testscript.TestScript, _ bool, args []string) {
	s, err := openDB(ts, args[0])
	ts.Check(err)
	defer s.Close()
	ts.Check(s.Record(context.Background(), store.Event{
		Time: time.Now(), Kind: store.LoginFailed, Principal: "=cmd()\x1b[31m", Method: "password", Client: "192.0.2.7/32", Reason: "no such user",
	}))
}

// openDB opens a file, or what has an address.
func openDB(ts *testscript.TestScript, place string) (store.Store, error) {
	if !store.IsAddress(secret.Text(place)) {
		place = ts.MkAbs(place)
	}
	return store.Open(context.Background(), secret.Text(place))
}
