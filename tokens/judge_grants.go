package tokens

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// grants holds the grants against what each product asks. Source: error 20106
// and the errors of the products.
func (j *judge) grants() {
	s := &j.t.Payload
	grants := s.Value.Get("grants")
	switch {
	case grants == nil:
		j.report("grants-missing", at(s, "grants"), "it has no grants")
	case grants.Type != ObjectValue:
		j.report("grants-type", at(s, "grants"), "its grants are "+grants.describe()+", not an object")
	default:
		j.eachGrant()
		j.identity(s)
	}
}

// eachGrant judges every grant, known or not.
func (j *judge) eachGrant() {
	s := &j.t.Payload
	known := 0
	for _, g := range j.t.Grants() {
		place := Place{Segment: s.Name, Path: showPath("grants", g.Key), Start: g.Value.Start, End: g.Value.End}
		switch {
		case g.Grant == nil:
			j.unknownGrant(g.Key, place)
			continue
		case !g.Value.Is(ObjectValue):
			j.report("grant-type", place, "its "+g.Key+" grant is "+g.Value.describe()+", not an object")
		default:
			j.grant(g, place)
		}
		known++
	}
	if known == 0 {
		j.report("grants-none", at(s, "grants"), "it opens no product: there is no grant in it that Twilio knows")
	}
}

func (j *judge) unknownGrant(key string, place Place) {
	if like := likeGrant(key); like != "" {
		j.report("grant-spelling", place, "it holds a grant "+clip(key)+", which Twilio does not know; most likely "+like+" is meant")
		return
	}
	j.report("grant-unknown", place, "it holds a grant "+clip(key)+", which Mintmark does not know")
}

func (j *judge) grant(g Granted, place Place) {
	if g.Kind.Retired {
		j.report("grant-retired", place, "it holds the retired grant "+g.Key)
	}
	const deepest = 4 // names of a path
	j.members(g.Value, append(make([]string, 0, deepest), "grants", g.Key), nodesFor(g.Grant))
	j.across(g, place)
}

// members judges each field of a grant, or of a group within one, by its tags.
func (j *judge) members(v *Value, path []string, group []node) {
	for i := range v.Members {
		m := &v.Members[i]
		n, known := findNode(group, m.Name)
		names := append(path, m.Name)
		place := func() Place {
			return Place{Segment: "payload", Path: showPath(names...), Start: m.Value.Start, End: m.Value.End}
		}
		switch {
		case !known:
			j.unknownField(names, likeField(path[1], m.Name), place())
		case n.group != nil && m.Value.Type == ObjectValue:
			j.members(&m.Value, names, n.group)
		default:
			j.field(n, &m.Value, place)
		}
	}
}

// unknownField is about the field at path, grants and the grant's key first.
func (j *judge) unknownField(path []string, like string, place Place) {
	field := "its " + path[1] + " grant has a field " + showPath(path[2:]...)
	if like != "" {
		j.report("field-spelling", place, field+", which Twilio does not know; most likely "+like+" is meant")
		return
	}
	j.report("field-unknown", place, field+", which Mintmark does not know")
}

// maxName is the longest name of a room or a device that passes without a
// word. Twilio documents no limit; that of an identity is the longest known.
const maxName = maxIdentity

// field judges one field. Its place is a function: it costs more than the
// judgement, and most fields are fine.
func (j *judge) field(n *node, v *Value, place func() Place) {
	name := func() string { return strings.TrimPrefix(place().Path, "grants.") }
	text, isText := v.Text()
	switch {
	case !n.takes(v):
		j.report("field-type", place(), "its "+name()+" is "+v.describe()+", not "+n.wants())
	case isText && text == "":
		j.report("field-empty", place(), "its "+name()+" is empty", fieldCodes[name()]...)
	case n.SID != "" && text != n.Or && CheckSID(n.SID, text) != nil:
		j.report("field-sid", place(), wrongSID("its "+name(), v, sidNames[n.SID]), fieldCodes[name()]...)
	case n.Type == TextField && utf8.RuneCountInString(text) > maxName:
		j.report("field-long", place(), "its "+name()+" has "+plural(utf8.RuneCountInString(text), "character"), longCodes[name()]...)
	case n.Obsolete:
		j.report("field-obsolete", place(), "it has the obsolete "+name())
	}
}

// takes reports whether a value has the type of the field. A flag that is
// false is as good as none.
func (n *node) takes(v *Value) bool {
	switch {
	case n.group != nil:
		return v.Type == ObjectValue
	case n.Type == FlagField:
		return v.Type == TrueValue || v.Type == FalseValue
	case n.Type == JSONField:
		return !n.object || v.Type == ObjectValue
	}
	return v.Type == StringValue
}

func (n *node) wants() string {
	switch {
	case n.group != nil || n.object:
		return "an object"
	case n.Type == FlagField:
		return "true or false"
	}
	return "a text"
}

// across judges what concerns more than one field.
func (j *judge) across(g Granted, place Place) {
	if v, ok := g.Grant.(validator); ok {
		var fe *FieldError
		if errors.As(v.Validate(), &fe) {
			path := g.Key + "." + fe.Path
			j.report("field-missing", at(&j.t.Payload, append([]string{"grants", g.Key}, strings.Split(fe.Path, ".")...)...),
				"its "+path+" is missing")
		}
	}
	switch v := g.Grant.(type) {
	case *Voice:
		j.voice(v, place)
	case *Video:
		j.region(place, "video", "video-region", "", "us1")
	case *TaskRouter:
		if v.WorkspaceSID == "" && v.WorkerSID == "" {
			j.report("taskrouter-silent", place, "its task_router grant names neither a workspace nor a worker")
		}
	case *Chat:
		j.region(place, "chat", "chat-region", "", "us1", "ie1")
	}
}

func (j *judge) voice(v *Voice, place Place) {
	if !v.Incoming.Allow && v.Outgoing.ApplicationSID == "" {
		j.report("voice-silent", place, "its voice grant allows neither incoming nor outgoing calls")
	}
	if v.Incoming.Allow && v.PushCredentialSID == "" {
		j.report("voice-push", place, "its voice grant has no push credential")
	}
	j.region(place, "voice", "voice-region", ": the API key, the TwiML app and the edge of the SDK must be of it too", "us1")
}

// region looks for a product that is not offered everywhere, or only where
// then holds. Source: error 51007; Twilio docs, "Global
// infrastructure".
func (j *judge) region(place Place, product, rule, then string, offered ...string) {
	twr, _ := j.t.Header.Value.Get("twr").Text()
	if isRegion(twr) && !slices.Contains(offered, twr) {
		j.report(rule, place, "it has a "+product+" grant, and its region is "+twr+then)
	}
}

// identity judges who the holder is.
func (j *judge) identity(s *Segment) {
	v := s.Value.Get("grants", "identity")
	if v == nil && s.Value.Get("identity") != nil {
		j.report("identity-place", at(s, "identity"), "its identity stands outside of grants")
		return
	}
	text, isText := v.Text()
	place := func() Place { return at(s, "grants", "identity") }
	has := func(key string) bool { return s.Value.Get("grants", key) != nil }
	switch rule, why := identityProblem(text, has); {
	case v == nil || isText && text == "":
		j.report("identity-missing", place(), "it has no identity")
	case !isText:
		j.report("identity-type", place(), "its identity is "+v.describe()+", not a text")
	case why != "":
		j.report(rule, place(), "its identity "+why)
	}
}
