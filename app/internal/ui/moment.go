package ui

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// A moment is one time of a token as the page says it.
type moment struct {
	name     string // "Expires"
	at       time.Time
	over     bool   // it has passed, and that is what is wrong
	local    string // "11 Jan 2021, 17:42"
	utc      string // "16:42:27 UTC"
	relative string // "in 14 minutes 32 seconds"
}

// readerZone is the reader's time zone at a moment. Go's own idea of it in a
// browser is the offset of today, which is an hour off for half of the year.
func readerZone(at time.Time) *time.Location {
	if !app.IsClient {
		return time.Local
	}
	west := app.Window().Get("Date").New(float64(at.UnixMilli())).Call("getTimezoneOffset").Int()
	return time.FixedZone("", -60*west)
}

// moments is when the token was issued, begins and ends, and the moment that
// it is judged as of, in that order.
func (m *model) moments() []moment {
	var list []moment
	t := m.doc.token
	issued, isIssued := issuedAt(t)
	nbf, hasNbf := t.Time("nbf")
	exp, hasExp := t.Time("exp")
	if isIssued {
		list = append(list, m.momentOf("Issued", issued))
	}
	if hasNbf {
		begins := m.momentOf("Valid from", nbf)
		begins.over = nbf.After(m.moment().Add(m.leeway))
		list = append(list, begins)
	}
	if hasExp {
		list = append(list, m.ending(exp))
	}
	return append(list, m.present())
}

// issuedAt is when a token says that it was issued, by iat or by its id. Where
// the only word of it is nbf, that is said under its own name.
func issuedAt(t *tokens.Token) (time.Time, bool) {
	issued, ok := t.IssuedAt()
	_, hasIat := t.Time("iat")
	nbf, hasNbf := t.Time("nbf")
	return issued, ok && (hasIat || !hasNbf || !issued.Equal(nbf))
}

func (m *model) ending(exp time.Time) moment {
	ends := m.momentOf("Expires", exp)
	if ends.over = !exp.After(m.moment().Add(-m.leeway)); ends.over {
		ends.name = "Expired"
	}
	return ends
}

func (m *model) present() moment {
	if m.asOf.IsZero() {
		now := m.momentOf("Now", m.at)
		now.relative = ""
		return now
	}
	then := m.momentOf("Judged as of", m.asOf)
	then.relative = relative(m.at, m.asOf)
	return then
}

// momentOf is one moment in all the ways of saying it; what is relative is so
// to the moment of judgement.
func (m *model) momentOf(name string, at time.Time) moment {
	zone := m.zone(at)
	return moment{
		name: name, at: at,
		local: onClock(at, zone), utc: inUTC(at, zone), relative: relative(m.moment(), at),
	}
}

func (m *model) local(at time.Time) string { return onClock(at, m.zone(at)) }

func onClock(at time.Time, zone *time.Location) string {
	return at.In(zone).Format("2 Jan 2006, 15:04")
}

// inUTC leaves the date out where it is the reader's.
func inUTC(at time.Time, zone *time.Location) string {
	layout := "15:04:05 UTC"
	if at.In(zone).YearDay() != at.UTC().YearDay() {
		layout = "2 Jan, " + layout
	}
	return at.UTC().Format(layout)
}

// relative says how far at is from a moment.
func relative(from, at time.Time) string {
	switch seconds := at.Unix() - from.Unix(); {
	case seconds == 0:
		return "this second"
	case seconds > 0:
		return "in " + tokens.InWords(seconds, 2)
	default:
		return tokens.InWords(seconds, 2) + " ago"
	}
}

// countdown is a time to come on a clock: "14:32", "1:02:03".
func countdown(seconds int64) string {
	if seconds < 3600 {
		return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// A span is where things stand on the line of time, in thousandths of it.
type span struct {
	start, end int // the token's life
	now        int
	marks      []int // all times of the token
}

// place puts a life and the present on one line. Within the life, time runs
// evenly; what is before or after takes its share of the line, but never more
// than leaves the life to be seen.
func place(start, end, now time.Time) (from, to, present int) {
	const whole, margin, most = 920, 40, 0.65
	life := end.Sub(start).Seconds()
	before, after := start.Sub(now).Seconds(), now.Sub(end).Seconds()
	share := func(outside float64) float64 { return min(outside/(outside+life), most) }
	switch {
	case after > 0:
		return margin, margin + int(whole*(1-share(after))), margin + whole
	case before > 0:
		return margin + int(whole*share(before)), margin + whole, margin
	}
	return margin, margin + whole, margin + int(whole*-before/life)
}

// line is the picture of the moments; false for a token without a life.
func (m *model) line() (s span, ok bool) {
	t := m.doc.token
	end, ok := t.Time("exp")
	if !ok {
		return s, false
	}
	var times []time.Time
	if issued, ok := issuedAt(t); ok {
		times = append(times, issued)
	}
	if nbf, ok := t.Time("nbf"); ok {
		times = append(times, nbf)
	}
	start := earliest(append(times, end))
	if !start.Before(end) {
		return s, false
	}
	s.start, s.end, s.now = place(start, end, m.moment())
	for _, at := range times {
		s.marks = append(s.marks, s.at(start, end, at))
	}
	return s, true
}

// lifeless says why there is no line.
func (m *model) lifeless() string {
	_, begins := m.doc.token.IssuedAt()
	_, ends := m.doc.token.Time("exp")
	switch {
	case begins && ends:
		return "It ends before it begins."
	case begins:
		return "It does not say when it ends."
	case ends:
		return "It does not say from when on it is good."
	}
	return "It does not say from when to when it is good."
}

// at is where a time stands; one beyond the end stands at the end.
func (s span) at(start, end, at time.Time) int {
	part := at.Sub(start).Seconds() / end.Sub(start).Seconds()
	return s.start + int(float64(s.end-s.start)*min(part, 1))
}

func earliest(times []time.Time) time.Time {
	first := times[0]
	for _, t := range times {
		if t.Before(first) {
			first = t
		}
	}
	return first
}
