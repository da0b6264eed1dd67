package config_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mintmark/app/internal/config"
)

// Commands beside the server want a part of the file: the rest may lack what it
// refers to, and neither secrets nor rules have to be there.
func TestLoadPart(t *testing.T) {
	keys := "twilio: { keys: [ { sid: " + sk + ", secret: { file: missing } }, { sid: { env: KEY_B }, secret: { env: MISSING } } ] }\n"
	tests := []struct {
		name, text string
		store      string // path or DSN
		sids       []string
		storeErr   string // "" for none
		sidsErr    string
	}{
		{name: "all", text: keys + "store: { driver: sqlite, path: my.db }\n", store: "DIR/my.db", sids: []string{sk, sk2}},
		{name: "PostgreSQL", text: "store: { driver: postgres, dsn: { env: DATABASE_URL } }\n", store: dsn, sids: []string{sk}},
		{name: "defaults", text: "twilio: { region: ie1 }\npolicy: 7\n", store: "DIR/data/mintmark.db", sids: []string{sk}},
		{name: "a slip", text: "stroe: { driver: sqlite }\n", storeErr: "mintmark.yaml:1: the configuration has no key “stroe”: did you mean store?", sidsErr: "did you mean store"},
		{name: "a slip below", text: "store: { driver: sqlite, pfad: x }\n", storeErr: "mintmark.yaml:1: store has no key “pfad”", store: "", sids: []string{sk}},
		{name: "a secret that is missing", text: "store: { driver: postgres, dsn: { env: MISSING } }\n", storeErr: "MISSING is not set", sids: []string{sk}},
		{name: "a SID that is none", text: "twilio: { keys: [ { sid: AC1, secret: { env: X } } ] }\n", store: "DIR/data/mintmark.db", sidsErr: "want SK and 32 hex digits"},
		{name: "a SID that is missing", text: "twilio: { keys: [ { sid: { env: MISSING }, secret: { env: X } } ] }\n", store: "DIR/data/mintmark.db", sidsErr: "MISSING is not set"},
		{name: "empty", text: "", storeErr: "it is empty", sidsErr: "it is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, map[string]string{"mintmark.yaml": tt.text})
			path := filepath.Join(dir, "mintmark.yaml")
			env := func(name string) string {
				if name == "KEY_B" {
					return sk2
				}
				return lookup(name)
			}
			got, err := config.LoadStore(path, env)
			wantMistake(t, err, tt.storeErr)
			if at := got.Path + got.DSN.Reveal(); err == nil && at != strings.Replace(tt.store, "DIR", dir, 1) {
				t.Errorf("got %s, want %s", at, tt.store)
			}
			sids, err := config.LoadKeySIDs(path, env)
			wantMistake(t, err, tt.sidsErr)
			if err == nil && !slices.Equal(sids, tt.sids) {
				t.Errorf("got %s, want %s", sids, tt.sids)
			}
		})
	}
}

func wantMistake(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("got %v, want %q", err, want)
	}
}
