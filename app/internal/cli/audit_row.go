package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"mintmark/app/internal/store"
	"mintmark/app/internal/strictyaml"
)

// An auditRow is an event as JSON.
type auditRow struct {
	Time      time.Time       `json:"time"`
	Kind      store.Kind      `json:"kind"`
	Outcome   string          `json:"outcome"`
	RequestID string          `json:"request_id,omitempty"`
	Principal string          `json:"principal,omitempty"`
	Method    string          `json:"method,omitempty"`
	Client    string          `json:"client,omitempty"`
	Reason    string          `json:"reason,omitempty"`
	Rule      string          `json:"rule,omitempty"`
	Identity  string          `json:"identity,omitempty"`
	Grants    json.RawMessage `json:"grants,omitempty"`
	TTL       int64           `json:"ttl,omitempty"` // seconds
	TokenID   string          `json:"jti,omitempty"`
	KeySID    string          `json:"key_sid,omitempty"`
}

func rowOf(e *store.Event) auditRow {
	row := auditRow{
		Time: e.Time, Kind: e.Kind, Outcome: outcomeOf(e.Kind), RequestID: e.RequestID, Principal: e.Principal, Method: e.Method,
		Client: e.Client, Reason: e.Reason, Rule: e.Rule, Identity: e.Identity, TTL: int64(e.TTL / time.Second), TokenID: e.TokenID, KeySID: e.KeySID,
	}
	if json.Valid([]byte(e.Grants)) {
		row.Grants = json.RawMessage(e.Grants)
	}
	return row
}

// A rowWriter writes events one by one.
type rowWriter interface {
	write(*store.Event) error
	flush() error
}

// jsonRows is an object a line.
type jsonRows struct{ io.Writer }

func (w jsonRows) write(e *store.Event) error {
	b, err := marshal(rowOf(e))
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

func (jsonRows) flush() error { return nil }

// csvRows is a table for spreadsheets.
type csvRows struct{ *csv.Writer }

var csvHeader = []string{"time", "kind", "outcome", "request_id", "principal", "method", "client", "reason", "rule", "identity", "grants", "ttl", "jti", "key_sid"}

func newCSVRows(w io.Writer) (csvRows, error) {
	rows := csvRows{csv.NewWriter(w)}
	return rows, rows.Write(csvHeader)
}

func (w csvRows) write(e *store.Event) error {
	cells := []string{
		e.Time.Format(time.RFC3339Nano), string(e.Kind), outcomeOf(e.Kind), e.RequestID, e.Principal, e.Method, e.Client,
		e.Reason, e.Rule, e.Identity, e.Grants, seconds(e.TTL), e.TokenID, e.KeySID,
	}
	for i, c := range cells {
		cells[i] = inert(printable(c))
	}
	return w.Write(cells)
}

func seconds(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return strconv.FormatInt(int64(d/time.Second), 10)
}

func (w csvRows) flush() error {
	w.Flush()
	return w.Error()
}

// inert puts an apostrophe before what a spreadsheet would run: who fails to log
// in chooses the name that stands there. One that takes another separator begins
// cells elsewhere, and one that trims them.
//
// Source: OWASP, "CSV Injection".
func inert(cell string) string {
	var b strings.Builder
	first := true
	for _, r := range cell {
		if first && strings.ContainsRune("=+-@＝＋－＠", r) {
			b.WriteByte('\'')
		}
		first = strings.ContainsRune(",;|\"'", r) || first && unicode.IsSpace(r)
		b.WriteRune(r)
	}
	return b.String()
}

// textRows is a table for people. Its columns have a width of their own: those
// who follow the trail see the first row before the last.
type textRows struct {
	io.Writer
	paint
}

const auditColumns = "%-20s  %s  %-16s  %-18s  %s\n"

func newTextRows(w io.Writer, c paint) (textRows, error) {
	_, err := fmt.Fprintf(w, auditColumns, "TIME", pad("EVENT"), "PRINCIPAL", "CLIENT", "WHAT")
	return textRows{w, c}, err
}

// pad is as wide as the longest kind.
func pad(kind string) string { return fmt.Sprintf("%-19s", kind) }

func (w textRows) write(e *store.Event) error {
	kind := pad(printable(string(e.Kind)))
	switch outcomeOf(e.Kind) {
	case "issued":
		kind = w.good(kind)
	case changed:
		kind = w.name(kind)
	default:
		kind = w.bad(kind)
	}
	_, err := fmt.Fprintf(w, auditColumns, e.Time.Format("2006-01-02T15:04:05Z"), kind, orHyphen(oneName(e.Principal)), orHyphen(e.Client), what(e))
	return err
}

func (textRows) flush() error { return nil }

func orHyphen(s string) string {
	if s == "" {
		return "-"
	}
	return shorten(s)
}

// oneName is a name that ends where it ends: somebody may be called "anna, rule admin".
func oneName(name string) string {
	if strings.ContainsAny(name, ` ,"`) {
		return strconv.Quote(name)
	}
	return name
}

// what is the rest of an event, in words.
func what(e *store.Event) string {
	var parts []string
	add := func(format, s string) {
		if s != "" {
			parts = append(parts, fmt.Sprintf(format, shorten(s)))
		}
	}
	if e.Identity != e.Principal {
		add("as %s", oneName(e.Identity))
	}
	add("%s", e.Grants)
	if e.TTL != 0 {
		add("for %s", strictyaml.FormatDuration(e.TTL))
	}
	add("rule %s", e.Rule)
	add("by %s", e.Method)
	add("%s", e.Reason)
	return strings.Join(parts, ", ")
}
