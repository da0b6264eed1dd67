package policy

// An index finds the rules that may be about somebody without a look at the
// others.
type index struct {
	rules                                        int
	principal, folded, key, group, issuer, other map[string][]int
}

// newIndex puts each rule under the part of its match that fewest people share.
func newIndex(matches []*match) *index {
	x := &index{len(matches), map[string][]int{}, map[string][]int{}, map[string][]int{}, map[string][]int{}, map[string][]int{}, map[string][]int{}}
	for i, m := range matches {
		m.single = m.isSingle()
		switch {
		case len(m.principals) > 0:
			put(x.principal, m.principals, i)
			put(x.folded, m.folded, i)
		case len(m.serviceKeys) > 0:
			put(x.key, setOf(m.serviceKeys), i)
		case len(m.groups) > 0:
			put(x.group, setOf(m.groups), i)
		case len(m.issuers) > 0:
			put(x.issuer, setOf(m.issuers), i)
		default:
			put(x.other, setOf([]string{""}), i)
		}
	}
	return x
}

// isSingle is for matches that name nothing but what the index puts them under.
func (m *match) isSingle() bool {
	named := 0
	for _, n := range []int{len(m.principals), len(m.serviceKeys), len(m.groups), len(m.issuers)} {
		if n > 0 {
			named++
		}
	}
	return named <= 1 && len(m.methods) == 0
}

func put(in map[string][]int, names map[string]bool, rule int) {
	for name := range names {
		in[name] = append(in[name], rule)
	}
}

func setOf(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

// candidates is every rule that may be about somebody, in order.
func (x *index) candidates(who *Principal) []int {
	lists := make([][]int, 0, 8)
	add := func(in map[string][]int, name string) {
		if rules := in[name]; len(rules) > 0 {
			lists = append(lists, rules)
		}
	}
	add(x.principal, who.Name)
	if who.isUser() {
		add(x.folded, who.Name)
	}
	if who.ServiceKey != "" {
		add(x.key, who.ServiceKey)
	}
	if who.Issuer != "" {
		add(x.issuer, who.Issuer)
	}
	add(x.other, "")
	for _, group := range who.Groups {
		add(x.group, group)
	}
	if len(lists) == 1 {
		return lists[0]
	}
	return merge(lists, x.rules)
}

// merge is every number in the lists once, in order. It takes a bit for each
// rule there is, which is faster than to sort.
func merge(lists [][]int, rules int) (all []int) {
	if len(lists) == 0 {
		return nil
	}
	in := make([]bool, rules)
	for _, list := range lists {
		for _, i := range list {
			in[i] = true
		}
	}
	for i, ok := range in {
		if ok {
			all = append(all, i)
		}
	}
	return all
}
