package cli

import (
	"errors"
	"math"
	"strconv"
	"time"
	_ "time/tzdata" // --tz works on machines that have no time zones

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// A span is a flag that takes a duration: 15m, 1h30m, or 86400 for seconds.
type span struct{ d time.Duration }

func (s *span) Set(text string) error {
	d, err := time.ParseDuration(text)
	if n, atoi := strconv.ParseInt(text, 10, 64); atoi == nil && abs(n) <= math.MaxInt64/int64(time.Second) {
		d, err = time.Duration(n)*time.Second, nil
	}
	if err != nil {
		return errors.New("want 15m, 1h30m, or 86400 for seconds")
	}
	s.d = d
	return nil
}

func abs(n int64) int64 { return max(n, -n) }

func (s *span) String() string {
	if s.d == 0 {
		return ""
	}
	return s.d.String()
}

func (s *span) Type() string { return "duration" }

// zone is a flag that takes the name of a time zone.
type zone struct {
	loc   *time.Location
	given bool // by the flag
}

func (z *zone) Set(text string) error {
	loc, err := time.LoadLocation(text)
	if err != nil || text == "" {
		return errors.New("want a time zone such as Europe/Berlin, Local or UTC")
	}
	z.loc, z.given = loc, true
	return nil
}

func (z *zone) String() string {
	if z.loc == nil {
		return ""
	}
	return z.loc.String()
}

func (z *zone) Type() string { return "zone" }

// add names the flag. Without it times are shown as where the program runs.
func (z *zone) add(cmd *cobra.Command) {
	z.loc = time.Local
	cmd.Flags().Var(z, "tz", "show times in this `zone` too, and read them in it: Europe/Berlin")
	cmd.Flags().Lookup("tz").DefValue = ""
}

// judgeFlags say as of when, and how strictly, a token is judged.
type judgeFlags struct {
	at     moment
	leeway span
	local  zone
}

func (j *judgeFlags) add(cmd *cobra.Command) {
	j.at.local = &j.local
	cmd.Flags().Var(&j.at, "at", "judge as of this `time`: now, -1h, +15m, Unix seconds, 2026-01-31T12:00:00Z")
	cmd.Flags().Var(&j.leeway, "leeway", "let clocks be this far apart: 30s")
	j.local.add(cmd)
}

// options are for [tokens.Diagnose].
func (p *program) options(j *judgeFlags) (tokens.Options, error) {
	if j.leeway.d < 0 {
		return tokens.Options{}, usage("30s lets clocks be half a minute apart", "--leeway is negative")
	}
	return tokens.Options{At: j.at.from(p.now()), Leeway: j.leeway.d}, nil
}

// stamp is a time as people read it: in UTC, in the zone that they live in, and
// from now.
func stamp(t, now time.Time, z *time.Location) string { return clock(t, z) + ", " + relative(t, now) }

// clock is a time in UTC and in the zone that people live in, where it needs it
// with the day there.
func clock(t time.Time, z *time.Location) string {
	const layout, hour = "2006-01-02 15:04:05 MST", "15:04:05 MST"
	utc, local := t.UTC(), t.In(z)
	switch text := utc.Format(layout); {
	case local.Format(layout) == text:
		return text
	case local.Format(time.DateOnly) == utc.Format(time.DateOnly):
		return text + " (" + local.Format(hour) + ")"
	default:
		return text + " (" + local.Format(layout) + ")"
	}
}

func relative(t, now time.Time) string {
	switch s := t.Unix() - now.Unix(); {
	case s < 0:
		return tokens.InWords(s, 1) + " ago"
	case s > 0:
		return "in " + tokens.InWords(s, 2)
	}
	return "now"
}

// skew is how far apart clocks may be without anybody minding.
const skew = 5 * time.Minute

// refuseAhead is for a token that is issued in the future, and by that alone is
// not held back until then.
func refuseAhead(now, issued, notBefore time.Time, hint string) error {
	if issued.Sub(now) <= skew || !notBefore.Before(issued) {
		return nil
	}
	if hint == "" {
		hint = "--nbf " + issued.UTC().Format(time.RFC3339) + " holds it back until then"
	}
	return usage(hint, "--at is %s ahead: Twilio looks at the end of a token alone, and would take this one at once", tokens.InWords(issued.Unix()-now.Unix(), 2))
}
