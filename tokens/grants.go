package tokens

// ParseGrants reads grants as they travel, {"video":{"room":"x"}}, and takes
// what [Kinds] describes alone: Twilio ignores what it does not know, so that
// {"video":{"Room":"x"}} opens every room. The error is an
// [*UnknownNameError] for a grant or a field that no kind has, or a
// [*FieldError] for a value of another type and for an empty text. An identity
// among the grants is refused too: it is no grant.
//
// Retired kinds pass. For grants that are newer than this package see
// [ParseAnyGrants].
func ParseGrants(data []byte) ([]Grant, error) {
	grants, err := ParseAnyGrants(data)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		raw, ok := g.(*RawGrant)
		if !ok {
			continue
		}
		if err := raw.checkNames(); err != nil {
			return nil, err
		}
	}
	return grants, nil
}

// ParseAnyGrants is [ParseGrants] for one who has been asked: grants and fields
// that Mintmark does not know are kept as they are written, and so is an empty
// text. A slip of the pen then opens more than was meant, or nothing.
func ParseAnyGrants(data []byte) ([]Grant, error) {
	if err := JSON(data).check(true); err != nil {
		return nil, &FieldError{Path: "grants", Want: `a JSON object such as {"video":{"room":"daily"}}, each name once`, Got: string(data)}
	}
	doc, err := ParseJSON(string(data))
	if err != nil {
		return nil, err
	}
	grants := make([]Grant, 0, len(doc.Members))
	for i := range doc.Members {
		m := &doc.Members[i]
		if m.Name == "identity" {
			return nil, &FieldError{Path: "grants", Want: "grants only: the identity is given apart", Got: "identity"}
		}
		grants = append(grants, exactGrant(m))
	}
	return grants, nil
}

// exactGrant is the grant as its struct where that says all of it, else raw.
func exactGrant(m *Member) Grant {
	if g, exact := knownGrant(m.Name, &m.Value); exact {
		return g
	}
	return &RawGrant{Name: m.Name, Value: JSON(m.Value.Raw)}
}

// knownGrant fills the struct of the kind with that key, as far as it fits.
func knownGrant(key string, v *Value) (g Grant, exact bool) {
	k, known := KindOf(key)
	if !known {
		return nil, false
	}
	g = k.New()
	return g, readGrant(g, v)
}

// checkNames refuses a grant that says less, or more, than it seems to: one of
// another name, or with a field of another name or type.
func (g *RawGrant) checkNames() error {
	k, known := KindOf(g.Name)
	if !known {
		return &UnknownNameError{Name: g.Name, Like: likeGrant(g.Name)}
	}
	v, err := ParseJSON(string(g.Value))
	switch {
	case err != nil:
		return err
	case v.Type != ObjectValue:
		return &FieldError{Path: g.Name, Want: "an object", Got: v.Raw}
	}
	return checkNames(g.Name, v, nodesFor(k.New()))
}

// checkNames looks at each member of a grant, or of a group within one.
func checkNames(grant string, v *Value, group []node) error {
	for i := range v.Members {
		m := &v.Members[i]
		n, known := findNode(group, m.Name)
		var err error
		switch {
		case !known:
			return &UnknownNameError{Grant: grant, Name: m.Name, Like: likeField(grant, m.Name)}
		case !n.takes(&m.Value):
			return &FieldError{Path: grant + "." + n.Path, Want: n.wants(), Got: m.Value.Raw}
		case n.group != nil:
			err = checkNames(grant, &m.Value, n.group)
		case n.Type == TextField && m.Value.Display() == "":
			return &FieldError{Path: grant + "." + n.Path, Want: "a text, or no such field", Got: m.Value.Raw}
		}
		if err != nil {
			return err
		}
	}
	return nil
}
