package browser

import (
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A Record notes what a page does, from its first load on. It is safe for use
// while the page goes on.
type Record struct {
	mu         sync.Mutex
	requests   []string
	complaints []string
	lines      []string
}

// Requests are the addresses that the page has asked for, in order: of every
// scheme but data and blob, which ask nobody, and whether or not the service
// worker answered.
func (r *Record) Requests() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

// Complaints are the errors and warnings on the page's console: its own, those
// of the browser, uncaught exceptions and violations of the policy.
func (r *Record) Complaints() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.complaints)
}

// Lines are what the page has logged, complaints left out.
func (r *Record) Lines() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.lines)
}

// note takes one event of the tab.
func (r *Record) note(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if url := e.Request.URL; !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
			r.requests = append(r.requests, url)
		}
	case *runtime.EventExceptionThrown:
		r.complaints = append(r.complaints, (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *runtime.EventConsoleAPICalled:
		r.noteConsole(e)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			r.complaints = append(r.complaints, e.Entry.Source.String()+": "+e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (r *Record) noteConsole(e *runtime.EventConsoleAPICalled) {
	var words []string
	for _, arg := range e.Args {
		word := arg.Description
		if word == "" {
			word = strings.Trim(string(arg.Value), `"`)
		}
		words = append(words, word)
	}
	line := strings.Join(words, " ")
	switch e.Type {
	case runtime.ConsoleAPICalledTypeError, runtime.ConsoleAPICalledTypeWarning, runtime.ConsoleAPICalledTypeAssert:
		r.complaints = append(r.complaints, "console: "+line)
	default:
		r.lines = append(r.lines, line)
	}
}
