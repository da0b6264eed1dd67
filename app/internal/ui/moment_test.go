package ui

import (
	"strings"
	"testing"
	"time"
)

// Half a life has no line, and it is said which half is missing.
func TestLifeless(t *testing.T) {
	for payload, want := range map[string]string{
		`{}`:                     "from when to when",
		`{"exp":4102444800}`:     "from when on",
		`{"iat":1}`:              "when it ends",
		`{"iat":2,"exp":1}`:      "ends before it begins",
		`{"iat":"soon","nbf":1}`: "when it ends",
	} {
		m := testModel()
		m.setText(compact(t, accessHead, payload))
		if _, ok := m.line(); ok || !strings.Contains(m.lifeless(), want) {
			t.Errorf("%s: %q, want %q", payload, m.lifeless(), want)
		}
	}
}

// summerZone is an hour ahead of UTC until April, and two from then on.
func summerZone(at time.Time) *time.Location {
	if at.UTC().Month() < time.April {
		return time.FixedZone("", 3600)
	}
	return time.FixedZone("", 7200)
}

func TestMoments(t *testing.T) {
	m := newModel(func() time.Time { return noon }, summerZone)
	m.setText(compact(t, accessHead, `{"iat":1795176000,"nbf":1795179600,"exp":1795219200}`))
	var got []string
	for _, mo := range m.moments() {
		got = append(got, strings.Join([]string{mo.name, mo.local, mo.utc, mo.relative}, "|"))
	}
	want := []string{
		"Issued|20 Nov 2026, 14:00|12:00:00 UTC|this second",
		"Valid from|20 Nov 2026, 15:00|13:00:00 UTC|in 1 hour",
		"Expires|21 Nov 2026, 02:00|00:00:00 UTC|in 12 hours",
		"Now|20 Nov 2026, 14:00|12:00:00 UTC|",
	}

	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			break
		}
	}
	if !m.moments()[1].over {
		t.Error("what lies ahead is not marked")
	}
}

// Old helper libraries say when a token was issued in its id alone.
func TestIssuedByItsID(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead, `{"jti":"SK21c17013f3face8fdc4e4623b0a9d2c1-1795176000","iss":"SK21c17013f3face8fdc4e4623b0a9d2c1","sub":"AC15c1737bf14064d2278d616face3f17f","exp":1795177800,"grants":{"identity":"a","video":{}}}`))
	if got := m.moments()[0]; got.name != "Issued" || !got.at.Equal(noon) {
		t.Errorf("the first moment is %+v, want that of the id", got)
	}
	if s, ok := m.line(); !ok || s.start == s.end || len(s.marks) != 1 {
		t.Errorf("line %+v %v", s, ok)
	}
	if !m.livesFor(30 * time.Minute) {
		t.Error("it does not live for half an hour")
	}
	m.setAsOf("2026-11-21T12:00")
	if got := m.answer().detail; !strings.HasPrefix(got, "It was good for 30 minutes, until") {
		t.Errorf("detail %q", got)
	}
	m.mintLikeIt()
	if !m.livesFor(30 * time.Minute) {
		t.Errorf("payload %s, want the same lifetime", payloadOf(m))
	}
}

func TestAsOfIsInTheReadersZone(t *testing.T) {
	tests := []struct {
		text string
		want time.Time
	}{
		{"2026-01-10T12:00", time.Date(2026, 1, 10, 11, 0, 0, 0, time.UTC)},
		{"2026-07-10T12:00:30", time.Date(2026, 7, 10, 10, 0, 30, 0, time.UTC)},
		{"2026-04-01T01:30", time.Date(2026, 3, 31, 23, 30, 0, 0, time.UTC)},
		{"2026-07", time.Time{}},
		{"", time.Time{}},
	}
	for _, test := range tests {
		m := newModel(func() time.Time { return noon }, summerZone)
		m.setAsOf(test.text)
		if test.text == "2026-04-01T01:30" {
			// The clocks are put on in between: either reading will do.
			if d := m.asOf.Sub(test.want); d != 0 && d != time.Hour {
				t.Errorf("%s: %v", test.text, m.asOf)
			}
			continue
		}
		if !m.asOf.Equal(test.want) || m.asOfText != test.text {
			t.Errorf("%s: %v, want %v", test.text, m.asOf, test.want)
		}
	}
}

func TestLeeway(t *testing.T) {
	tests := []struct {
		text    string
		refused bool
	}{{"", true}, {"9", true}, {"11", false}, {"011", false}, {"-5", true}, {"1e9", true}, {"999999999999", false}}
	for _, test := range tests {
		m := testModel()
		m.setText(good(t))
		m.setAsOf("2026-11-20T14:00:10") // ten seconds after the end
		m.setLeeway(test.text)
		if m.verdict.Refused != test.refused || m.leewayText != test.text {
			t.Errorf("%q: refused %v, shown %q", test.text, m.verdict.Refused, m.leewayText)
		}
	}
}

func TestPlace(t *testing.T) {
	start, end := noon, noon.Add(time.Hour)
	tests := []struct {
		name         string
		now          time.Time
		from, to, at int
	}{
		{"at the start", start, 40, 960, 40},
		{"in the middle", start.Add(30 * time.Minute), 40, 960, 500},
		{"at the end", end, 40, 960, 960},
		{"an hour later", end.Add(time.Hour), 40, 500, 960},
		{"years later", end.AddDate(5, 0, 0), 40, 362, 960},
		{"an hour before", start.Add(-time.Hour), 500, 960, 40},
		{"years before", start.AddDate(-5, 0, 0), 638, 960, 40},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if from, to, at := place(start, end, test.now); from != test.from || to != test.to || at != test.at {
				t.Errorf("got %d to %d, now %d; want %d to %d, now %d", from, to, at, test.from, test.to, test.at)
			}
		})
	}
}

func TestLineNeedsALife(t *testing.T) {
	tests := []struct {
		payload string
		want    bool
	}{
		{`{"iat":1795176000,"exp":1795179600}`, true},
		{`{"nbf":1795176000,"exp":1795179600}`, true},
		{`{"nbf":1795176000,"iat":1795190000,"exp":1795179600}`, true},
		{`{"exp":1795179600}`, false},
		{`{"iat":1795176000}`, false},
		{`{"iat":1795176000,"exp":1795176000}`, false},
		{`{"iat":1795176000,"exp":1e308}`, false},
		{`{"iat":1795176000,"exp":1610383347000}`, false},
		{`null`, false},
	}
	for _, test := range tests {
		m := testModel()
		m.setText(compact(t, accessHead, test.payload))
		s, ok := m.line()
		if ok != test.want {
			t.Errorf("%s: drawn %v", test.payload, ok)
		}
		for _, at := range append(s.marks, s.start, s.end, s.now) {
			if at < 0 || at > 1000 {
				t.Errorf("%s: %+v leaves the line", test.payload, s)
			}
		}
	}
}

func TestCountdown(t *testing.T) {
	for seconds, want := range map[int64]string{0: "0:00", 9: "0:09", 872: "14:32", 3600: "1:00:00", 86399: "23:59:59"} {
		if got := countdown(seconds); got != want {
			t.Errorf("%d: %s, want %s", seconds, got, want)
		}
	}
}
