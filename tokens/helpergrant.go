package tokens

import (
	"slices"
	"strings"
)

// A helperGrant is a grant as the helper libraries see it.
type helperGrant struct {
	key   string
	class string // "VoiceGrant"; "" where none makes this grant
	args  []helperArg
	value *Value // all of it
}

// A helperArg is one field of a grant under the name that the helpers share
// but for its case: outgoing_application_sid.
type helperArg struct {
	name  string
	value *Value
}

// helperClasses is what all helpers have. Those for retired products went with
// one release or another.
var helperClasses = map[string]string{
	"voice": "VoiceGrant", "video": "VideoGrant", "chat": "ChatGrant",
	"data_sync": "SyncGrant", "task_router": "TaskRouterGrant", "player": "PlaybackGrant",
}

func newHelperGrant(g Grant, v *Value) helperGrant {
	h := helperGrant{key: g.Key(), value: v}
	switch g := g.(type) {
	case *RawGrant:
		return h
	case *Video:
		if g.ConfigurationProfileSID != "" { // C# alone knows it
			return h
		}
	case *Playback: // passed on as it is
		h.class, h.args = helperClasses[h.key], []helperArg{{"grant", v}}
		return h
	}
	h.class = helperClasses[h.key]
	for _, f := range Fields(g) {
		if v := v.Get(strings.Split(f.Path, ".")...); v != nil {
			h.args = append(h.args, helperArg{helperName(f.Path), v})
		}
	}
	return h
}

func helperName(path string) string {
	if path == "outgoing.params" {
		return "outgoing_application_params"
	}
	return strings.ReplaceAll(path, ".", "_")
}

// arg is a field by the name that the helpers share; nil where it is not set.
func (h *helperGrant) arg(name string) *Value {
	for _, a := range h.args {
		if a.name == name {
			return a.value
		}
	}
	return nil
}

// lacksEmptyParams is for helpers that leave {} out.
func lacksEmptyParams(g helperGrant) bool {
	params := g.arg("outgoing_application_params")
	return params != nil && len(params.Members) == 0
}

// pascal is outgoing_application_sid as OutgoingApplicationSid.
func pascal(name string) string {
	words := strings.Split(name, "_")
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

// camel is outgoing_application_sid as outgoingApplicationSid.
func camel(name string) string { return name[:1] + pascal(name)[1:] }

// setters is the calls that fill a grant in Java and PHP, which set an
// application and its parameters at once.
func (h *helperGrant) setters(literal func(*Value) string) []string {
	var setters []string
	for _, a := range h.args {
		switch params := h.arg("outgoing_application_params"); {
		case params == nil || !strings.HasPrefix(a.name, "outgoing_"):
			setters = append(setters, "set"+pascal(a.name)+"("+literal(a.value)+")")
		case a.value != params:
			setters = append(setters, "setOutgoingApplication("+literal(a.value)+", "+literal(params)+")")
		}
	}
	return setters
}

// classes is the helper's classes that are used, sorted.
func (p *program) classes() []string {
	var classes []string
	for _, g := range p.grants {
		if g.class != "" {
			classes = append(classes, g.class)
		}
	}
	slices.Sort(classes)
	return classes
}
