package tokens

import (
	"strconv"
	"strings"
)

const (
	day = 86400
	// clockSkew is how far clocks are apart without anybody's intent.
	clockSkew = 300
	// maxUnix is the last second of the year 9999, beyond which no calendar of
	// a program goes.
	maxUnix = 253402300799
	// milliseconds is where a Unix time in seconds would be in the year 5138,
	// and one in milliseconds is in 1973.
	milliseconds = 100_000_000_000
)

// times holds exp, nbf and iat against the moment of judgement and each other.
// Source: errors 20104, 20105 and 20157.
func (j *judge) times() {
	s := &j.t.Payload
	iat, hasIat := j.second(s, "iat", "iat-type")
	nbf, hasNbf := j.second(s, "nbf", "nbf-type")
	j.issued(s, iat, hasIat)
	if s.Value.Get("exp") == nil && j.kind != OtherKind {
		j.report("exp-missing", at(s, "exp"), "it never expires: there is no exp")
	}
	exp, hasExp := j.second(s, "exp", "exp-type")
	if hasExp && hasNbf && exp <= nbf {
		j.report("exp-order", at(s, "exp"), "it ends before it begins")
		return // so it is too early for it, or too late, at any time
	}
	if hasNbf {
		j.starts(s, nbf)
	}
	if hasExp {
		j.ends(s, exp)
	}
}

// second reads a Unix time, and reports one that is not a whole number. A
// fraction is cut off for the judgement of the rest.
func (j *judge) second(s *Segment, claim, rule string) (sec int64, ok bool) {
	v := s.Value.Get(claim)
	if v == nil {
		return 0, false
	}
	if n, ok := v.Integer(); ok {
		return j.inRange(s, claim, rule, n)
	}
	f, isNumber := v.float()
	switch {
	case isNumber && (f > maxUnix || f < -maxUnix):
		return j.inRange(s, claim, rule, maxUnix+1)
	case isNumber:
		j.report(rule, at(s, claim), "its "+claim+" is "+clip(v.Raw)+", not a whole number")
		return int64(f), true
	}
	j.report(rule, at(s, claim), "its "+claim+" is "+v.describe()+", not a number")
	if text, ok := v.Text(); ok {
		n, err := strconv.ParseInt(text, 10, 64)
		return n, err == nil && n <= maxUnix && n >= -maxUnix
	}
	return 0, false
}

// inRange reports a number that is no time, or one in milliseconds.
func (j *judge) inRange(s *Segment, claim, rule string, n int64) (int64, bool) {
	v := s.Value.Get(claim)
	switch {
	case claim == "exp" && n > milliseconds && n/1000 < maxUnix && len(v.Raw) == 13:
		j.report("exp-milliseconds", at(s, claim), "its exp is in milliseconds, not in seconds")
		return 0, false
	case claim == "exp" && (n > maxUnix || n < -maxUnix):
		j.report("exp-range", at(s, claim), "its exp is no time: "+clip(v.Raw))
		return 0, false
	case n > maxUnix || n < -maxUnix:
		j.report(rule, at(s, claim), "its "+claim+" is no time: "+clip(v.Raw))
		return 0, false
	}
	return n, true
}

// issued judges when the token says that it was minted.
func (j *judge) issued(s *Segment, iat int64, hasIat bool) {
	if hasIat && iat > j.at+j.leeway {
		j.report("iat-future", at(s, "iat"), "it says that it was issued "+InWords(iat-j.at, 1)+" from now")
	}
	if second, ok := j.t.idSecond(); ok && !hasIat && second.Unix() > j.at+max(j.leeway, clockSkew) {
		j.report("iat-future", at(s, "jti"), "its id says that it was issued "+InWords(second.Unix()-j.at, 1)+" from now")
	}
}

// starts judges nbf.
func (j *judge) starts(s *Segment, nbf int64) {
	switch {
	case nbf > j.at+j.leeway:
		j.report("nbf-future", at(s, "nbf"), notYet(nbf-j.at))
	case j.mintedAt(nbf):
		j.report("nbf-now", at(s, "nbf"), "its nbf is the second in which it was minted")
	}
}

// notYet says how far off the start is; a few minutes are most likely a clock.
func notYet(seconds int64) string {
	text := "it is not valid yet, but will be in " + InWords(seconds, 2)
	if seconds < clockSkew {
		text += "; so little is most likely a clock that is wrong"
	}
	return text
}

// mintedAt reports whether the token tells that it was minted in that second,
// by more than nbf itself.
func (j *judge) mintedAt(second int64) bool {
	issued, ok := j.t.IssuedAt()
	_, hasIat := j.t.Time("iat")
	jti, _ := j.t.Payload.Value.Get("jti").Text()
	return ok && issued.Unix() == second && (hasIat || strings.HasSuffix(jti, strconv.FormatInt(second, 10)))
}

// ends judges exp. A time of issue in the future does not lend its time to it.
func (j *judge) ends(s *Segment, exp int64) {
	from, lives := j.at, "it lives for "
	if issued, ok := j.t.IssuedAt(); ok && issued.Unix() <= j.at+clockSkew {
		from = issued.Unix()
	} else if ok {
		lives = "it was not issued yet, and ends in "
	}
	if exp <= j.at-j.leeway {
		j.report("exp-past", at(s, "exp"), "it expired "+ago(j.at-exp))
	}
	if exp-from > day && j.kind != OtherKind {
		j.report("exp-far", at(s, "exp"), lives+InWords(exp-from, 4)+", more than the 24 hours that Twilio takes")
	}
}
