package ui

import (
	"encoding/csv"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// heapOf is a model with a heap that is judged.
func heapOf(t *testing.T, text string) *model {
	t.Helper()
	m := testModel()
	m.setHeap(text)
	judgeAll(m)
	return m
}

func judgeAll(m *model) {
	m.reviseHeap()
	m.judgeSome(func() bool { return false })
}

// holders is who the rows that are shown are for.
func holders(m *model) string {
	var names []string
	for _, e := range m.heap.seen() {
		names = append(names, e.holder)
	}
	return strings.Join(names, " ")
}

func manyTokens(t *testing.T) string {
	t.Helper()
	claims := `{"jti":"SK21c17013f3face8fdc4e4623b0a9d2c1-1","iss":"SK21c17013f3face8fdc4e4623b0a9d2c1","sub":"AC15c1737bf14064d2278d616face3f17f",`
	return "# a list\n" + strings.Join([]string{
		compact(t, accessHead, claims+`"exp":1795179600,"grants":{"identity":"carol","video":{}}}`), // 13:00
		compact(t, accessHead, claims+`"exp":1795176000,"grants":{"identity":"alice","voice":{"outgoing":{"application_sid":"AP0123456789abcdef0123456789abcdef"}}}}`),
		"eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ",
		compact(t, accessHead, claims+`"exp":1795183200,"grants":{"identity":"=bob()","video":{},"chat":{"service_sid":"IS0123456789abcdef0123456789abcdef"}}}`),
	}, "\n")
}

func TestHeapRows(t *testing.T) {
	m := heapOf(t, manyTokens(t))
	var got []string
	for _, e := range m.heap.rows {
		got = append(got, strings.Join([]string{csvCell(e.holder), e.word, e.codeText(), e.kind, e.grants}, "|"))
	}
	want := []string{"carol|good||access token|Video", "alice|expired|20104|access token|Voice", "|refused|20101|JWT that was not made for Twilio|", `"'=bob()"|good||access token|Video, Chat`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if e := m.heap.rows[3]; e.line != 5 || e.column != 1 {
		t.Errorf("the last token is at %d:%d, want 5:1", e.line, e.column)
	}
	if got, want := m.heapState(), "4 tokens in "; !strings.HasPrefix(got, want) {
		t.Errorf("it says %q, want %q…", got, want)
	}
}

func TestHeapSortsAndFilters(t *testing.T) {
	m := heapOf(t, manyTokens(t))
	for _, test := range []struct {
		name   string
		change func()
		want   string
	}{
		{"as found", func() {}, "carol alice  =bob()"},
		{"by identity", func() { m.sortBy(holderColumn) }, "=bob() alice carol "},
		{"the other way", func() { m.sortBy(holderColumn) }, "carol alice =bob() "},
		{"by expiry", func() { m.sortBy(expiresColumn) }, "alice carol =bob() "},
		{"the last first", func() { m.sortBy(expiresColumn) }, "=bob() carol alice "},
		{"by verdict", func() { m.sortBy(verdictColumn) }, "carol =bob() alice "},
		{"by code", func() { m.sortBy(codeColumn) }, " alice carol =bob()"},
		{"by grants", func() { m.sortBy(grantsColumn) }, "carol =bob() alice "},
		{"the last line first", func() { m.sortBy(lineColumn); m.sortBy(lineColumn) }, "=bob()  alice carol"},
		{"one verdict", func() { m.sortBy(lineColumn); m.heap.word = "good" }, "carol =bob()"},
		{"and a text", func() { m.heap.query = " chat" }, "=bob()"},
		{"a code", func() { m.heap.word, m.heap.query = "", "20104" }, "alice"},
	} {
		test.change()
		if got := holders(m); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestHeapIsJudgedInSlices(t *testing.T) {
	m := testModel()
	m.setHeap(manyTokens(t))
	for want := 1; want <= 4; want++ {
		n := 0
		more := m.judgeSome(func() bool { n++; return n > 1 })
		if len(m.heap.rows) != want || more != (want < 4) {
			t.Errorf("after %d slices there are %d rows, more %t", want, len(m.heap.rows), more)
		}
	}
	if !m.heapDone() {
		t.Error("it is not done")
	}
}

func TestHeapIsJudgedAgain(t *testing.T) {
	now := noon
	m := newModel(func() time.Time { return now }, func(time.Time) *time.Location { return time.UTC })
	m.setHeap(manyTokens(t))
	judgeAll(m)
	if m.reviseHeap(); !m.heapDone() {
		t.Error("it is judged again for nothing")
	}
	m.setKey(wrongSecret)
	m.reviseHeap()
	if m.heapDone() || len(m.heap.rows) != 4 {
		t.Error("with a key it is not judged again, or rows are gone meanwhile")
	}
	judgeAll(m)
	if got, want := m.heap.rows[0].word, "refused"; got != want {
		t.Errorf("under a wrong key the first is %s, want %s", got, want)
	}
	m.setKey("")
	judgeAll(m)
	now = noon.Add(time.Hour + time.Minute)
	judgeAll(m)
	if got, want := m.heap.rows[0].word, "expired"; got != want {
		t.Errorf("an hour later the first is %s, want %s", got, want)
	}
}

// As time goes on only the tokens that it changes something about are judged.
func TestHeapIsJudgedWhereTimeTells(t *testing.T) {
	now, judged := noon, 0
	m := newModel(func() time.Time { return now }, func(time.Time) *time.Location { return time.UTC })
	diagnose := m.diagnose
	m.diagnose = func(t *tokens.Token, o tokens.Options) tokens.Verdict { judged++; return diagnose(t, o) }
	m.setHeap(manyTokens(t))
	judgeAll(m)
	for _, test := range []struct {
		after  time.Duration
		judged int
		words  string
	}{
		{time.Second, 0, "good expired refused good"},
		{time.Hour + time.Minute, 1, "expired expired refused good"},
		{2*time.Hour + time.Minute, 1, "expired expired refused expired"},
		{9 * time.Hour, 0, "expired expired refused expired"},
	} {
		now, judged = noon.Add(test.after), 0
		judgeAll(m)
		var words []string
		for _, e := range m.heap.rows {
			words = append(words, e.word)
		}
		if got := strings.Join(words, " "); got != test.words || judged != test.judged {
			t.Errorf("after %v: %s, %d judged; want %s, %d", test.after, got, judged, test.words, test.judged)
		}
	}
	m.setKey(wrongSecret)
	judged = 0
	if judgeAll(m); judged != 4 {
		t.Errorf("with another key %d are judged, want all", judged)
	}
}

func TestExports(t *testing.T) {
	m := heapOf(t, manyTokens(t))
	table, err := csv.NewReader(strings.NewReader(tableCSV(m.heap.seen(), ","))).ReadAll()
	if err != nil || len(table) != 5 {
		t.Fatalf("%d lines of CSV, %v", len(table), err)
	}
	if got, want := table[4][5], "'=bob()"; got != want {
		t.Errorf("a formula is written as %q, want %q", got, want)
	}
	if got, want := table[2][8], time.Unix(1795176000, 0).UTC().Format(time.RFC3339); got != want {
		t.Errorf("it expires %s, want %s", got, want)
	}
	pasted := csv.NewReader(strings.NewReader(tableTSV(m.heap.seen())))
	pasted.Comma = '\t'
	if got, err := pasted.ReadAll(); err != nil || !reflect.DeepEqual(got, table) {
		t.Errorf("the clipboard has %q, %v, want what the file has", got, err)
	}
	m.heap.word = "good"
	lines := strings.Split(strings.TrimSpace(m.ndjson(m.heap.seen())), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines of JSON, want those of the two good tokens", len(lines))
	}
	var last struct {
		Payload  struct{ Grants struct{ Identity string } }
		Verdict  tokens.Verdict
		Position struct{ Line, Column int }
	}
	if err := json.Unmarshal([]byte(lines[1]), &last); err != nil {
		t.Fatal(err)
	}
	if last.Payload.Grants.Identity != "=bob()" || last.Position.Line != 5 || last.Position.Column != 1 {
		t.Errorf("the last line is %+v", last)
	}
}

func TestCSVCell(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "susan": "susan", "=1+1": `"'=1+1"`, "+1": `"'+1"`, "-1": `"'-1"`, "@x": `"'@x"`, `a"b`: `"a""b"`, "a,b": `"a,b"`, "a\nb": "\"a\nb\"",
		"a;b": `"a;b"`, "a-b@c=d": "a-b@c=d", "＝1": `"'＝1"`,
		// cells of their own for a spreadsheet that cuts at another separator
		"a;=1": `"a;'=1"`, "a,@b": `"a,'@b"`, "a\t+1": "\"a\t'+1\"", `a";=1`: `"a"";'=1"`, "a\n-1": "\"a\n'-1\"",
	} {
		if got := csvCell(s); got != want {
			t.Errorf("%q is %s, want %s", s, got, want)
		}
	}
}

// Spreadsheets whose numbers have a decimal comma cut lines at semicolons, and
// take what is no ASCII for an old code page unless a mark says otherwise.
func TestCSVForOtherSpreadsheets(t *testing.T) {
	rows := []entry{{brief: brief{holder: "Zoë", title: "a; b, c", word: "good"}, line: 1, column: 2}}
	text, marked := strings.CutPrefix(tableCSV(rows, ";"), "\ufeff")
	if !marked {
		t.Error("there is no byte order mark before what is no ASCII")
	}
	if strings.HasPrefix(tableCSV(nil, ";"), "\ufeff") {
		t.Error("there is a byte order mark before ASCII")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	got, err := r.ReadAll()
	if err != nil || len(got) != 2 || got[0][8] != "expires" || got[1][4] != "a; b, c" || got[1][5] != "Zoë" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestManyScreen(t *testing.T) {
	_, draw := mount(t)
	html := draw(func(d *desk) {
		d.setText(manyTokens(t))
		d.tabulate()
		judgeAll(d.model)
	})
	for _, want := range []string{"Many tokens", "=bob()", "Video, Chat", `aria-sort="ascending"`, "expired 1", "all 4", `aria-label="Open the token at 5:1"`, "Save NDJSON"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the screen", want)
		}
	}
	html = draw(func(d *desk) { d.setHeap(strings.Repeat(expiredToken+"\n", 250)); judgeAll(d.model) })
	if got := strings.Count(html, "Open the token at"); got != mostRows || !strings.Contains(html, "and 150 more") {
		t.Errorf("%d rows are drawn, want %d and how many more", got, mostRows)
	}
	if html = draw(func(d *desk) { d.heap.shown += mostRows }); strings.Count(html, "Open the token at") != 2*mostRows {
		t.Error("no more rows are drawn")
	}
	html = draw(func(d *desk) { d.openEntry(1) })
	if !strings.Contains(html, "it expired 5 years ago") {
		t.Error("a row does not open on the workbench")
	}
}
