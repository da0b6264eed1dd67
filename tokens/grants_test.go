package tokens_test

import (
	"errors"
	"strings"
	"testing"

	"mintmark/tokens"
)

// What Twilio would ignore, and open more than was asked for, is refused.
func TestParseGrantsRefuses(t *testing.T) {
	for _, test := range []struct{ name, wire, want string }{
		{"a field in capitals", `{"video":{"Room":"daily"}}`, `the video grant has no field "Room"; did you mean room?`},
		{"a field of another name", `{"video":{"room_name":"daily"}}`, `the video grant has no field "room_name"; did you mean room?`},
		{"a field in camel case", `{"chat":{"serviceSid":"` + service + `"}}`, `the chat grant has no field "serviceSid"; did you mean service_sid?`},
		{"a field in another group", `{"voice":{"application_sid":"` + app + `"}}`, `the voice grant has no field "application_sid"; did you mean {"outgoing":{"application_sid":…}}?`},
		{"a field that is nothing", `{"video":{"layout":"grid"}}`, `the video grant has no field "layout"`},
		{"a field in a group", `{"voice":{"incoming":{"alow":true}}}`, `the voice grant has no field "alow"; did you mean {"incoming":{"allow":…}}?`},
		{"an empty field", `{"video":{"room":""}}`, `video.room is empty: want a text, or no such field`},
		{"an empty field in a group", `{"voice":{"outgoing":{"application_sid":""}}}`, `voice.outgoing.application_sid is empty: want`},
		{"a field of another type", `{"video":{"room":7}}`, `video.room is "7": want a text`},
		{"a flag that is a text", `{"voice":{"incoming":{"allow":"true"}}}`, `want true or false`},
		{"a group that is a flag", `{"voice":{"incoming":true}}`, `voice.incoming is "true": want an object`},
		{"a grant that is no object", `{"video":null}`, `video is "null": want an object`},
		{"a grant in capitals", `{"Video":{}}`, `there is no grant "Video"; did you mean video?`},
		{"a grant with a slip", `{"vidoe":{}}`, `there is no grant "vidoe"; did you mean video?`},
		{"a grant by its product", `{"conversations":{}}`, `there is no grant "conversations"; did you mean chat?`},
		{"a grant by its name here", `{"sync":{}}`, `there is no grant "sync"; did you mean data_sync?`},
		{"a grant that is nothing", `{"tomorrow":{}}`, `there is no grant "tomorrow"`},
		{"a right one first", `{"video":{},"Voice":{}}`, `there is no grant "Voice"; did you mean voice?`},
		{"an identity", `{"identity":"bob"}`, `want grants only: the identity is given apart`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := tokens.ParseGrants([]byte(test.wire))
			if err == nil || got != nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, %v, want %q", got, err, test.want)
			}
			var unknown *tokens.UnknownNameError
			if named := strings.Contains(test.want, "has no field") || strings.Contains(test.want, "is no grant"); errors.As(err, &unknown) != named {
				t.Errorf("got %T", err)
			}
		})
	}
}

func TestParseGrantsTakes(t *testing.T) {
	for _, wire := range []string{
		`{}`,
		`{"video":{}}`,
		`{"video":{"room":"daily"}}`,
		`{"voice":{"incoming":{"allow":false},"outgoing":{}}}`,
		`{"voice":{"outgoing":{"application_sid":"` + app + `","params":{"Room":"","x":null}}}}`,
		`{"player":{"requestCredentials":null}}`,
		`{"rtc":{}}`,
		`{"ip_messaging":{"service_sid":"` + service + `"}}`,
	} {
		grants, err := tokens.ParseGrants([]byte(wire))
		if err != nil {
			t.Errorf("%s: %v", wire, err)
			continue
		}
		if got, _ := tokens.MarshalGrants("", grants); string(got) != wire {
			t.Errorf("got %s, want %s", got, wire)
		}
	}
}
