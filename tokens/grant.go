package tokens

import (
	"errors"
	"fmt"
	"slices"
)

// A Grant opens one product to the holder of an access token. Implementations
// are pointers to the structs of this package, and [*RawGrant] for the rest.
type Grant interface {
	// Key is the grant's name inside the token.
	Key() string

	// Explain says in words what the holder may do.
	Explain() string

	// grant is for the types of this package alone: what is minted is what
	// they check.
	grant()
}

func (*Voice) grant()       {}
func (*Video) grant()       {}
func (*Chat) grant()        {}
func (*Sync) grant()        {}
func (*TaskRouter) grant()  {}
func (*Playback) grant()    {}
func (*IPMessaging) grant() {}
func (*RTC) grant()         {}
func (*RawGrant) grant()    {}

// A Kind is one grant that Mintmark knows.
type Kind struct {
	Name    string       // "sync": the name on the command line and in forms
	Title   string       // "Sync"
	Purpose string       // "share state": what it is for, in two or three words
	Retired bool         // Twilio no longer offers the product: for reading only
	New     func() Grant // an empty grant of this kind
}

// kinds is every grant, in the order people meet them.
var kinds = []Kind{
	{"voice", "Voice", "make and receive calls", false, func() Grant { return new(Voice) }},
	{"video", "Video", "join rooms", false, func() Grant { return new(Video) }},
	{"chat", "Chat", "Conversations", false, func() Grant { return new(Chat) }},
	{"sync", "Sync", "shared state", false, func() Grant { return new(Sync) }},
	{"task-router", "TaskRouter", "work on tasks", false, func() Grant { return new(TaskRouter) }},
	{"playback", "Playback", "Twilio Live, retired", true, func() Grant { return new(Playback) }},
	{"ip-messaging", "IP Messaging", "Chat before 2017, retired", true, func() Grant { return new(IPMessaging) }},
	{"rtc", "Conversations (video)", "Video before 2016, retired", true, func() Grant { return new(RTC) }},
}

// Kinds is every grant that Mintmark knows, in the order people meet them. The
// caller may change the slice.
func Kinds() []Kind { return slices.Clone(kinds) }

// KindOf is the kind with that key inside the token.
func KindOf(key string) (Kind, bool) {
	k, known := kindsByKey[key]
	return k, known
}

var kindsByKey = func() map[string]Kind {
	byKey := make(map[string]Kind, len(kinds))
	for _, k := range kinds {
		byKey[k.New().Key()] = k
	}
	return byKey
}()

// A RawGrant is a grant that [Kinds] does not list, or one that holds more
// than its struct can: kept as it came, never dropped.
type RawGrant struct {
	Name  string
	Value JSON
}

// Key is the grant's name inside the token.
func (g *RawGrant) Key() string { return g.Name }

// Explain says that nothing is known of the grant, or what its kind would say.
func (g *RawGrant) Explain() string {
	if k, known := KindOf(g.Name); known {
		return "holds a " + k.Title + " grant in a form that Mintmark does not know"
	}
	return fmt.Sprintf("holds a grant that Mintmark does not know, %q", g.Name)
}

// validator is a grant with rules across its fields.
type validator interface {
	Validate() error
}

// checkGrant holds a grant against its tags and its own rules. Errors are
// [*FieldError], with a path that begins with the grant's key.
func checkGrant(g Grant) error {
	if raw, ok := g.(*RawGrant); ok {
		return raw.check()
	}
	if err := checkTags(g); err != nil {
		return err.under(g.Key())
	}
	return checkRules(g)
}

// check holds a raw grant of a known kind against the tags of its kind: that it
// holds more than Mintmark knows is no reason to let a wrong SID pass.
func (g *RawGrant) check() error {
	v, err := ParseJSON(string(g.Value))
	if err != nil || g.Value.check(false) != nil {
		return &FieldError{Path: g.Name, Want: "JSON", Got: string(g.Value)}
	}
	known, _ := knownGrant(g.Name, v)
	if known == nil {
		return nil
	}
	if err := checkMembers(v, nodesFor(known)); err != nil {
		return err.under(g.Name)
	}
	return checkRules(known)
}

// checkRules asks a grant for its rules across fields.
func checkRules(g Grant) error {
	rules, ok := g.(validator)
	if !ok {
		return nil
	}
	if err := rules.Validate(); err != nil {
		return under(g.Key(), err)
	}
	return nil
}

func under(key string, err error) error {
	var fe *FieldError
	if errors.As(err, &fe) {
		return fe.under(key)
	}
	return err
}
