package twilio_test

import (
	"strings"
	"testing"

	"mintmark/app/internal/twilio"
	"mintmark/app/internal/twilio/twiliotest"
)

func TestBaseURL(t *testing.T) {
	for _, tt := range []struct{ region, edge, want string }{
		{"", "", "https://api.twilio.com"},
		{"ie1", "", "https://api.dublin.ie1.twilio.com"},
		{"ie1", "frankfurt", "https://api.frankfurt.ie1.twilio.com"},
		{"", "sydney", "https://api.sydney.us1.twilio.com"},
		{"us1", "", "https://api.ashburn.us1.twilio.com"},
		{"zz9", "", "want: name one"},
		{"zz9", "oslo", "https://api.oslo.zz9.twilio.com"},
		{"ie1.evil.example/", "dublin", "want: region is"},
		{"ie1", "evil.example#", "want: edge is"},
		{"IE1", "dublin", "want: region is"},
	} {
		got, err := twilio.BaseURL(tt.region, tt.edge)
		if words, bad := strings.CutPrefix(tt.want, "want: "); bad {
			if err == nil || !strings.Contains(err.Error(), words) {
				t.Errorf("%s %s: got %q, %v, want %q", tt.region, tt.edge, got, err, words)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("%s %s: got %q, %v, want %q", tt.region, tt.edge, got, err, tt.want)
		}
	}
}

func TestNew(t *testing.T) {
	good := twilio.Credentials{Username: twiliotest.AccountSID, Password: twiliotest.AuthToken}
	for _, tt := range []struct{ base, account, want string }{
		{"https://api.twilio.com", twiliotest.AccountSID, ""},
		{"https://api.twilio.com/", twiliotest.AccountSID, ""},
		{"http://127.0.0.1:8080", twiliotest.AccountSID, ""},
		{"http://[::1]:8080", twiliotest.AccountSID, ""},
		{"http://api.twilio.com", twiliotest.AccountSID, "must begin with https://"},
		{"http://127.0.0.1.evil.example", twiliotest.AccountSID, "must begin with https://"},
		{"http://localhost:8080", twiliotest.AccountSID, "must begin with https://"},
		{"https://a:b@api.twilio.com", twiliotest.AccountSID, "no credentials"},
		{"https://api.twilio.com/x", twiliotest.AccountSID, "end behind the host"},
		{"https://api.twilio.com?x", twiliotest.AccountSID, "end behind the host"},
		{"api.twilio.com", twiliotest.AccountSID, "as in https://api.twilio.com"},
		{"https://api.twilio.com", "SK0123456789abcdef0123456789abcdef", "AC and 32 hex digits"},
	} {
		_, err := twilio.New(tt.base, tt.account, good)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s %s: got %v, want %q", tt.base, tt.account, err, tt.want)
		}
	}
	if _, err := twilio.New("https://api.twilio.com", twiliotest.AccountSID, twilio.Credentials{}); err == nil {
		t.Error("no credentials: got nil, want an error")
	}
}
