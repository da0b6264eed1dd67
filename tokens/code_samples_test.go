package tokens_test

import (
	"strings"
	"time"

	"mintmark/tokens"
)

// odd is text that breaks out of a string where it is not escaped.
var odd = []string{
	`it's "quoted" \ back\slash`, "line\nfeed\r\ttab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)",
	"</script><!-- ?> */ // ''' \"\"\" EOF", "\x00\x01\x7f\u0085", "\u2028\u2029\ufeff\u00a0", "\u202eevil\u2066", "👩‍🚀 Комната é",
	`\u0022 \"); exit(); //`, `\`, `"`, `'`, `#`, "\U0010ffff\ufffd\ue000", "__proto__", "0", "",
}

// codeTokens is what programs are written for.
func codeTokens() map[string]*tokens.AccessToken {
	voice := good()
	voice.TTL = 2 * time.Hour
	voice.Grants = []tokens.Grant{&tokens.Voice{
		Incoming:          tokens.Incoming{Allow: true},
		Outgoing:          tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{"department": "sales", "tier": "gold"}`)},
		PushCredentialSID: credential,
	}}

	every := good()
	every.TTL = tokens.MaxTTL
	every.Grants = everyGrant()
	every.Grants[0].(*tokens.Voice).Outgoing.Params = tokens.JSON(`{"n":9007199254740991,"yes":true,"list":[1,{},[],null,-1.5e-7,"x"]}`)

	times := good()
	times.Grants = []tokens.Grant{&tokens.Sync{ServiceSID: service}}
	times.Region, times.TTL, times.NotBefore = "ie1", 15*time.Minute, now.Add(-time.Minute)

	bare := good()
	bare.Grants = nil

	oddText, oddVoice := oddTokens()

	return map[string]*tokens.AccessToken{
		"video": good(), "bare": bare, "voice": voice, "every-grant": every, "region-and-times": times,
		"odd": oddText, "odd-voice": oddVoice, "gaps": gapsToken(), "zero": zeroToken(),
	}
}

// oddTokens have odd text wherever a token takes text, one of them for Voice.
func oddTokens() (text, voice *tokens.AccessToken) {
	var params []string
	for _, s := range odd {
		params = append(params, quoted(s)+": "+quoted(s))
	}
	object := "{\n" + strings.Join(params, ",\n") + "\n}"
	voice = good()
	voice.Grants = []tokens.Grant{&tokens.Voice{
		Outgoing:   tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(object)},
		EndpointID: strings.Join(odd, " "),
	}}
	text = good()
	text.Identity = strings.Join(odd[:6], " ")
	text.Grants = []tokens.Grant{
		&tokens.Sync{ServiceSID: "default", EndpointID: strings.Join(odd, " ")},
		&tokens.TaskRouter{Role: odd[0]},
		&tokens.Playback{RequestCredentials: tokens.JSON(object), PlaybackURL: odd[3]},
		&tokens.RawGrant{Name: odd[2], Value: tokens.JSON(object)},
		&tokens.RawGrant{Name: odd[4], Value: tokens.JSON(quoted(odd[5]))},
	}
	return text, voice
}

// gapsToken is made of what the helpers leave out or have no class for.
func gapsToken() *tokens.AccessToken {
	t := good()
	t.TTL = time.Second
	t.Grants = []tokens.Grant{
		&tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{}`)}},
		&tokens.Video{Room: "0"},
		&tokens.Chat{ServiceSID: service},
		&tokens.TaskRouter{},
		&tokens.Playback{},
		&tokens.RawGrant{Name: "data_sync", Value: tokens.JSON(`{"service_sid":"default","endpoint_id":"","more":[{"0":1},{"0":1,"1":2},{"1":1}]}`)},
		&tokens.RawGrant{Name: "7", Value: tokens.JSON(`{}`)},
		&tokens.RawGrant{Name: "list", Value: tokens.JSON(`[[], {}, 1e2]`)},
	}
	return t
}

// zeroToken is what PHP's helper cannot make at all.
func zeroToken() *tokens.AccessToken {
	t := good()
	t.Identity, t.Region, t.NotBefore = "0", "au1", time.Unix(0, 0)
	t.Grants = []tokens.Grant{
		&tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{"0":"a","1":"b"}`)}},
		&tokens.RawGrant{Name: "list", Value: tokens.JSON(`[]`)},
		&tokens.RawGrant{Name: "null", Value: tokens.JSON(`null`)},
		&tokens.RawGrant{Name: "text", Value: tokens.JSON(`"0"`)},
		&tokens.RawGrant{Name: "number", Value: tokens.JSON(`0.10`)},
		&tokens.RawGrant{Name: "list-like", Value: tokens.JSON(`{"0":[{"0":{}}]}`)},
	}
	return t
}

// quoted is text as JSON.
func quoted(s string) string {
	wire, _ := tokens.MarshalGrants(" "+s, nil)
	return `"` + strings.TrimSuffix(strings.TrimPrefix(string(wire), `{"identity":" `), "}")
}
