package ui

import (
	"strconv"
	"time"
)

// setAsOf takes what the field for the moment holds, "2026-11-20T15:11" or
// with seconds; nothing, or half of a date, is now.
func (m *model) setAsOf(text string) {
	m.asOfText, m.asOf = text, time.Time{}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if wall, err := time.Parse(layout, text); err == nil {
			m.asOf = inZone(wall, m.zone)
		}
	}
	m.judge()
}

// judgeNow judges as of now again.
func (d *desk) judgeNow() {
	d.setAsOf("")
	d.drawn(func() { focus("as-of") })
}

// inZone is the moment at which a clock in the zone shows what wall shows in
// UTC.
func inZone(wall time.Time, zone func(time.Time) *time.Location) time.Time {
	at := wall
	for range 2 { // once more where the clocks change in between
		_, offset := at.In(zone(at)).Zone()
		at = wall.Add(-time.Duration(offset) * time.Second)
	}
	return at
}

// setLeeway takes how many seconds clocks may be apart, at most a day; what is
// no number counts as none.
func (m *model) setLeeway(text string) {
	seconds, _ := strconv.Atoi(text)
	m.leewayText, m.leeway = text, time.Duration(min(max(seconds, 0), 86400))*time.Second
	m.judge()
}
