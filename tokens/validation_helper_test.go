package tokens_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"mintmark/tokens"
)

// A helperValidation is one line of testdata/golden.
type helperValidation struct {
	Case, Lib, Kind, Token string
	Header, Payload        map[string]any
	Inputs                 struct {
		Method, Path, Body string
		QueryString        string      `json:"query_string"`
		Headers            [][2]string `json:"headers"`
		SignedHeaders      []string    `json:"signed_headers"`
	}
}

func (h *helperValidation) request() *tokens.Request {
	r := &tokens.Request{Method: h.Inputs.Method, URL: h.Inputs.Path, Header: map[string][]string{}, Body: []byte(h.Inputs.Body)}
	if h.Inputs.QueryString != "" {
		r.URL += "?" + h.Inputs.QueryString
	}
	for _, pair := range h.Inputs.Headers {
		r.Header[pair[0]] = append(r.Header[pair[0]], pair[1])
	}
	return r
}

func helperValidations(t *testing.T) []helperValidation {
	t.Helper()
	var out []helperValidation
	for _, name := range []string{"node", "python", "python-legacy"} {
		data, err := testdata.ReadFile("testdata/golden/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		for scan := bufio.NewScanner(bytes.NewReader(data)); scan.Scan(); {
			var kind struct{ Kind string }
			var h helperValidation
			if err := json.Unmarshal(scan.Bytes(), &kind); err != nil {
				t.Fatal(err)
			}
			if kind.Kind != "validation" {
				continue
			}
			if err := json.Unmarshal(scan.Bytes(), &h); err != nil {
				t.Fatal(err)
			}
			out = append(out, h)
		}
	}
	if len(out) != 24 {
		t.Fatalf("got %d tokens, want 24", len(out))
	}
	return out
}

// sent is the request as a client sends it, with blanks escaped.
func (h *helperValidation) sent() *tokens.Request {
	r := h.request()
	r.URL = strings.ReplaceAll(r.URL, " ", "%20")
	return r
}

// pythonDiffers is where ours follows Node, Java and Twilio's text, and what
// Python's helper does instead, for which Twilio answers 70156.
var pythonDiffers = map[string]string{
	"val_query_space_tilde_star": "query-raw",   // hashes the query as it is written
	"val_path_space_plus":        "path-raw",    // hashes the path as it is written
	"val_header_case":            "header-case", // leaves headers out whose names have capitals, and keeps these in hrh
}

// Each token that a helper made for a request is known as that request's, and
// ours for the same request says the same, but for what Python does wrong.
func TestHelperValidations(t *testing.T) {
	for _, h := range helperValidations(t) {
		t.Run(h.Lib+"/"+h.Case, func(t *testing.T) {
			read, err := tokens.Decode(h.Token).ClientValidation()
			if err != nil {
				t.Fatal(err)
			}
			differs := ""
			if strings.HasPrefix(h.Lib, "python") {
				differs = pythonDiffers[h.Case]
			}
			if got := differenceIDs(read.CheckRequest(h.request())); got != differs {
				t.Errorf("got difference %q, want %q", got, differs)
			}
			ours := &tokens.ClientValidation{
				AccountSID: read.AccountSID, KeySID: read.KeySID, CredentialSID: read.CredentialSID, IssuedAt: now, NotBefore: read.NotBefore,
				Request: h.sent(), SignedHeaders: h.Inputs.SignedHeaders,
			}
			want := h.Payload
			if differs != "" {
				want["hrh"], want["rqh"] = "authorization;host", h.request().Hash()
			}
			comparePayload(t, ours, h.Header, want)
		})
	}
}

// The two hashes that the tests of the helpers have in common.
func TestKnownGoodHashes(t *testing.T) {
	found := 0
	for _, h := range helperValidations(t) {
		want, known := map[string]string{"val_known_good_1": "4dc9b67b", "val_known_good_2": "bd792c96"}[h.Case]
		if !known {
			continue
		}
		found++
		if got := h.request().Hash(h.Inputs.SignedHeaders...); !strings.HasPrefix(got, want) {
			t.Errorf("%s/%s: got %s, want %s…", h.Lib, h.Case, got, want)
		}
	}
	if found < 4 {
		t.Errorf("got %d tokens, want both of each helper", found)
	}
}

// What was read is minted again for the same request, without knowing it. The
// one that is refused has a hash that was made with other names than Twilio
// reads out of hrh.
func TestHelperValidationsMintAgain(t *testing.T) {
	for _, h := range helperValidations(t) {
		t.Run(h.Lib+"/"+h.Case, func(t *testing.T) {
			read, err := tokens.Decode(h.Token).ClientValidation()
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(h.Lib, "python") && h.Case == "val_header_case" {
				if got, err := read.Sign(validationKey(t)); err == nil {
					t.Errorf("got %s, want hrh refused", got)
				}
				return
			}
			comparePayload(t, read, h.Header, h.Payload)
		})
	}
}

func comparePayload(t *testing.T, v *tokens.ClientValidation, header, payload map[string]any) {
	t.Helper()
	signed, err := v.Sign(validationKey(t))
	if err != nil {
		t.Fatal(err)
	}
	tok := tokens.Decode(signed)
	if got := plain(tok.Header.Value); !reflect.DeepEqual(got, any(header)) {
		t.Errorf("header: got %v, want %v", got, header)
	}
	payload["iat"] = 1700000000.0 // Python's helper leaves it out
	if got := plain(tok.Payload.Value); !reflect.DeepEqual(got, any(payload)) {
		t.Errorf("payload: got %v, want %v", got, payload)
	}
}
