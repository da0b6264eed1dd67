package cli

import (
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/joho/godotenv"
)

func TestReadEnv(t *testing.T) {
	for _, test := range []struct{ name, text string }{
		{"plain", "A=1\nB=2\n"},
		{"empty", ""},
		{"comments", "# a\n\n  # b\nA=1 # c\n#"},
		{"no line break at the end", "A=1"},
		{"Windows", "A=1\r\nB='2'\r\n"},
		{"export", "export A=1\n export\tB=2"},
		{"colons", "A: 1\nB:2"},
		{"quotes", "A=\"x y\" # c\nB='it is #1'\n"},
		{"quotes over lines", "A=\"x\ny=z\n\"\nB=2"},
		{"escaped quote", `A="x\"y=z"` + "\nB=2"},
		{"two on a line", `A="1" B="2"`},
		{"references", "A=1\nB=${A}2\nC=\"$B$B\"\nD='$A'"},
		{"to itself", "A=1\nA=$A$A\nA=$A$A"},
		{"no value", "A=\nB= \nC=''\n"},
		{"spaces", "  A  =  1  \n\tB\t=\t\"2\"\t\n"},
		{"no-break space", "A=\u00a0\"1\"\nB=2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, _, err := readEnv(test.text)
			want, _ := godotenv.Unmarshal(test.text)
			if err != nil || !maps.Equal(got, want) {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

// A name alone is passed over; anything else without a sign is still an error,
// for it may be half of a secret.
func TestReadEnvBareNames(t *testing.T) {
	got, bare, err := readEnv("A=1\nTWILIO_API_KEY_SECRET\nB='x\nTWILIO_X\ny'\nexport TWILIO_AUTH_TOKEN # from outside\nC=2\n")
	if want := map[string]string{"A": "1", "B": "x\nTWILIO_X\ny", "C": "2"}; err != nil || !maps.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	want := []string{"line 2: TWILIO_API_KEY_SECRET has no value and is passed over", "line 6: TWILIO_AUTH_TOKEN has no value and is passed over"}
	if !slices.Equal(bare, want) {
		t.Errorf("got %q, want %q", bare, want)
	}
	if _, _, err := readEnv("TWILIO_API_KEY_SECRET\nnothing\n"); err == nil || err.Error() != "line 2: want NAME=value" {
		t.Errorf("got %v, want an error about line 2", err)
	}
}

func TestReadEnvErrors(t *testing.T) {
	bomb := "A=xxxxxxxxxxxxxxxx\n" + strings.Repeat("A=$A$A\n", 40)
	wide := "A=" + strings.Repeat("x", maxEnv/2) + "\n" + strings.Repeat("B=$A\n", 1000)
	hidden := "A=xxxxxxxxxxxxxxxx\n" + strings.Repeat("B=\"$A\n$A\nX=\"\nA=\"$B\nY=\"\n", 40)
	for _, test := range []struct{ name, text, want string }{
		{"a sentence", "A=1\n\nthe secret is s3cret\nB=2", "line 3: want NAME=value"},
		{"a sentence at the end", "A=1\nthe secret is s3cret", "line 2: want NAME=value"},
		{"behind a quote", "A=\"1\n2\"\nB=1\n!s3cret", "line 4: want NAME=value"},
		{"open quote", "A=1\nB=\"s3cret\nC=2\n", "line 2: the quote is not closed"},
		{"no name", "A=1\n=s3cret", "line 2: want NAME=value"},
		{"no ASCII", "A=1\nGr\u00fc\u00dfe \u2026=s3cret", "line 2: want NAME=value"},
		{"doubling", bomb, "line 18: the values get too long with other values in them"},
		{"many", wide, "line 8: the values get too long with other values in them"},
		{"doubling over lines", hidden, "line 75: the values get too long with other values in them"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := readEnv(test.text)
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// What it costs to find the line grows with the length of the file and no faster.
func TestReadEnvErrorIsLinear(t *testing.T) {
	cost := func(lines int) uint64 {
		var before, after runtime.MemStats
		text := strings.Repeat("NAME=value\n", lines) + "not a setting\n"
		runtime.ReadMemStats(&before)
		if _, _, err := readEnv(text); err == nil {
			t.Error("got no error")
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	small, large := cost(500), cost(8000)
	if large > 32*small {
		t.Errorf("16 times the lines allocate %d times as much", large/small)
	}
}
