package tokens

import "strconv"

var units = []struct {
	name    string
	seconds int64
}{
	{"year", 31557600}, // 365.25 days
	{"month", 2629800}, // a twelfth of it
	{"day", 86400},
	{"hour", 3600},
	{"minute", 60},
	{"second", 1},
}

// InWords says how long a time is in its largest unit and those that follow
// it, at most that many, rounded down: InWords(3672, 2) is "1 hour 1 minute".
// Units that are zero are left out. The sign of seconds does not matter.
func InWords(seconds int64, most int) string {
	if seconds < 0 {
		seconds = -seconds
	}
	text := ""
	for _, u := range units {
		n := seconds / u.seconds
		if n == 0 && text == "" && u.seconds > 1 {
			continue
		}
		if n > 0 || text == "" {
			text = appendUnit(text, n, u.name)
		}
		seconds %= u.seconds
		if most--; most <= 0 {
			break
		}
	}
	return text
}

func appendUnit(text string, n int64, name string) string {
	if text != "" {
		text += " "
	}
	text += strconv.FormatInt(n, 10) + " " + name
	if n != 1 {
		text += "s"
	}
	return text
}

// ago is how long ago that was, in its largest unit.
func ago(seconds int64) string {
	if seconds == 0 {
		return "this very second"
	}
	return InWords(seconds, 1) + " ago"
}

// plural is "1 problem" or "3 problems".
func plural(n int, name string) string { return appendUnit("", int64(n), name) }
