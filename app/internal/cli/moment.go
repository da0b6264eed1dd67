package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mintmark/app/internal/strictyaml"
)

// A moment is a flag that takes a time: RFC 3339, Unix seconds, what Mintmark
// prints, what is counted from a base, as -1h, or what a clock shows in the zone
// of --tz.
type moment struct {
	at     time.Time
	offset time.Duration // from the base
	wall   bool          // at is what a clock shows, its zone is not known
	date   bool          // it is a day, which begins at midnight
	local  *zone         // of --tz; nil where there is no such flag
	text   string
}

// latest is the last Unix second that a calendar has, in the year 9999.
const latest = 253402300799

// Set reads the text by itself: --tz may come later.
func (m *moment) Set(text string) error {
	*m = moment{text: text, local: m.local}
	if text == "now" {
		return nil
	}
	if strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		return m.setOffset(text)
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return m.setUnix(n)
	}
	return m.setClock(text)
}

var errMoment = errors.New("want now, -1h, +15m, Unix seconds, 2026-01-31T12:00:00Z or 2026-01-31")

func (m *moment) setOffset(text string) (err error) {
	if m.offset, err = time.ParseDuration(text); err == nil {
		return nil
	}
	if days, ok := strictyaml.ParseDuration(text[1:]); ok {
		if m.offset = days; text[0] == '-' {
			m.offset = -days
		}
		return nil
	}
	if n, err := strconv.Atoi(text); err == nil && abs(int64(n)) < 1e6 {
		return fmt.Errorf("the unit is missing: want %ss, %[1]sm or %[1]sh", text)
	}
	return errMoment
}

func (m *moment) setUnix(n int64) error {
	switch {
	case n > latest && n/1000 <= latest:
		return fmt.Errorf("these are milliseconds, want %d", n/1000)
	case n > latest || n <= 0:
		return errors.New("want Unix seconds up to the year 9999")
	}
	m.at = time.Unix(n, 0)
	return nil
}

// setClock reads a date and a time of day. What [stamp] puts behind them, the
// same in another zone and how long ago that is, does not matter.
func (m *moment) setClock(text string) (err error) {
	text, _, _ = strings.Cut(text, ", ")
	text, _, _ = strings.Cut(text, " (")
	text = strings.TrimSpace(strings.Replace(text, " UTC", "Z", 1))
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"} {
		if m.at, err = time.Parse(layout, text); err == nil {
			return nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if m.at, err = time.Parse(layout, text); err == nil {
			m.wall, m.date = true, layout == time.DateOnly
			return nil
		}
	}
	return errMoment
}

func (m *moment) String() string { return m.text }
func (m *moment) Type() string   { return "time" }

// from is the time itself, counted from base where it is relative. Where the
// flag was not given it is base.
func (m *moment) from(base time.Time) time.Time {
	switch {
	case m.at.IsZero():
		return base.Add(m.offset)
	case m.wall && m.local != nil && m.local.given:
		year, month, day := m.at.Date()
		return time.Date(year, month, day, m.at.Hour(), m.at.Minute(), m.at.Second(), 0, m.local.loc)
	}
	return m.at
}

// refuseZoneless is for a time of day of which nobody said where it is. A date
// alone is one in UTC.
func refuseZoneless(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		m, ok := f.Value.(*moment)
		if err != nil || !ok || !m.wall || m.date || m.local != nil && m.local.given {
			return
		}
		hint := "Z behind it says that it is UTC"
		if m.local != nil {
			hint += ", --tz Europe/Berlin that it is the time there"
		}
		err = usage(hint, "--%s is %s, in no time zone", f.Name, m.text)
	})
	return err
}
