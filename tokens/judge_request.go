package tokens

import (
	"slices"
	"strings"
)

// request judges a public key client validation token. Source: errors 20152 to
// 20154.
func (j *judge) request() {
	h, p := &j.t.Header, &j.t.Payload
	j.extensions(h)
	j.keyReferences(h)
	if cty := h.Value.Get("cty"); cty.Display() != validationContentType {
		j.report("validation-header", at(h, "cty"), "its content type is "+orMissing(cty))
	}
	if kid, _ := h.Value.Get("kid").Text(); CheckSID("CR", kid) != nil {
		j.report("validation-header", at(h, "kid"), wrongSID("its kid", h.Value.Get("kid"), "the SID of a public key, CR…"))
	}
	if alg := h.Value.Get("alg"); alg.Display() != "RS256" && alg.Display() != "PS256" {
		j.report("validation-header", at(h, "alg"), "its algorithm is "+orMissing(alg))
	}
	if iss, _ := p.Value.Get("iss").Text(); CheckSID("SK", iss) != nil {
		j.report("validation-issuer", at(p, "iss"), wrongSID("its issuer", p.Value.Get("iss"), "an API key SID"))
	}
	if sub, _ := p.Value.Get("sub").Text(); CheckSID("AC", sub) != nil {
		j.report("validation-issuer", at(p, "sub"), wrongSID("its subject", p.Value.Get("sub"), "an account SID"))
	}
	j.hashes(p)
	j.life(p)
}

func (j *judge) hashes(p *Segment) {
	rqh, _ := p.Value.Get("rqh").Text()
	if checkHash(rqh) != nil {
		j.report("validation-claims", at(p, "rqh"), "its rqh is "+orMissing(p.Value.Get("rqh"))+", not 64 hex digits in lower case")
	}
	hrh, ok := p.Value.Get("hrh").Text()
	names := strings.Split(hrh, ";")
	switch {
	case !ok:
		j.report("validation-claims", at(p, "hrh"), "its hrh is "+orMissing(p.Value.Get("hrh")))
	case strings.ToLower(hrh) != hrh || !slices.IsSorted(names):
		j.report("validation-headers", at(p, "hrh"), "its signed headers are "+clip(hrh))
	case !slices.Contains(names, "authorization") || !slices.Contains(names, "host"):
		j.report("validation-minimum", at(p, "hrh"), "its signed headers are "+clip(hrh))
	}
}

// life holds the token against the five minutes that it may be good for.
func (j *judge) life(p *Segment) {
	exp, ok := j.t.Time("exp")
	from, hasStart := j.t.Time("nbf")
	if !hasStart {
		from, hasStart = j.t.Time("iat")
	}
	if lived := exp.Sub(from); ok && hasStart && lived > MaxValidationTTL {
		j.report("validation-life", at(p, "exp"), "it is good for "+InWords(int64(lived.Seconds()), 2))
	}
}
