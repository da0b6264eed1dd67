package tokens

import "strings"

// at is the place of a claim.
func at(s *Segment, path ...string) Place {
	p := Place{Segment: s.Name, Path: showPath(path...)}
	if v := s.Value.Get(path...); v != nil {
		p.Start, p.End = v.Start, v.End
	}
	return p
}

// header holds the header against what Twilio asks of it. Source: error 20102.
func (j *judge) header() {
	s := &j.t.Header
	j.algorithm(s)
	if typ := s.Value.Get("typ"); typ.Display() != "JWT" {
		j.report("typ", at(s, "typ"), "its type is "+orMissing(typ))
	}
	if cty := s.Value.Get("cty"); cty.Display() != ContentType {
		j.report("cty", at(s, "cty"), "its content type is "+orMissing(cty)+", not "+ContentType)
	}
	j.twr(s)
	j.extensions(s)
	j.keyReferences(s)
}

// extensions are against every token of Twilio's.
func (j *judge) extensions(s *Segment) {
	for _, name := range []string{"crit", "b64"} {
		if s.Value.Get(name) != nil {
			j.report("crit", at(s, name), "its header has "+name)
		}
	}
}

// keyReferences are against any token at all.
func (j *judge) keyReferences(s *Segment) {
	for _, name := range []string{"jku", "jwk", "x5u", "x5c"} {
		if s.Value.Get(name) != nil {
			j.report("key-reference", at(s, name), "its header has "+name)
		}
	}
}

// strangeHeader is what can be said of the header of a token that is none of
// Twilio's, of which the algorithm may be any but none.
func (j *judge) strangeHeader() {
	s := &j.t.Header
	if alg := s.Value.Get("alg"); strings.EqualFold(alg.Display(), "none") {
		j.algorithm(s)
	}
	j.keyReferences(s)
}

func (j *judge) algorithm(s *Segment) {
	alg := s.Value.Get("alg")
	switch text := alg.Display(); {
	case text == "HS256" && alg.Is(StringValue):
	case strings.EqualFold(text, "none"):
		j.report("alg-none", at(s, "alg"), "its algorithm is none, so nothing is signed")
	default:
		j.report("alg", at(s, "alg"), "its algorithm is "+orMissing(alg)+", not HS256")
	}
}

func (j *judge) twr(s *Segment) {
	twr := s.Value.Get("twr")
	text, _ := twr.Text()
	switch {
	case twr == nil:
	case twr.Type == NullValue:
		j.report("twr-null", at(s, "twr"), "its region is null")
	case !isRegion(text):
		j.report("twr", at(s, "twr"), "its region is "+twr.describe())
	}
}

// orMissing is a value in a sentence.
func orMissing(v *Value) string {
	if v == nil {
		return "missing"
	}
	if s, ok := v.Text(); ok && s != "" {
		return clip(s)
	}
	return v.describe()
}
