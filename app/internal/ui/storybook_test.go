package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// screenTypes are whole screens, and what holds them; the storybook has their
// parts.
var screenTypes = []string{"workbench", "storybook", "manyPage", "comparePage", "galleryPage", "serverPage"}

func TestEveryComponentHasItsStory(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.goTo(componentsScreen) })
	drawn := drawnTypes(w)
	draw(func(d *desk) { d.dialog = shortcutsDialog }) // as a button of its story does
	drawn = append(drawn, drawnTypes(w)...)
	components := componentTypes(t)
	if len(components) < 20 {
		t.Fatalf("%q are all components", components)
	}
	for _, name := range components {
		if !slices.Contains(drawn, name) && !slices.Contains(screenTypes, name) {
			t.Errorf("%s is in no story", name)
		}
	}
}

// componentTypes are the types of this package that embed app.Compo.
func componentTypes(t *testing.T) (names []string) {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok && embedsCompo(s) {
				names = append(names, spec.Name.Name)
			}
			return false
		})
	}
	return names
}

func embedsCompo(s *ast.StructType) bool {
	return slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
		sel, ok := f.Type.(*ast.SelectorExpr)
		return ok && len(f.Names) == 0 && sel.Sel.Name == "Compo"
	})
}

// drawnTypes are the types of the components that are drawn in another, which
// go-app keeps in fields of its own.
func drawnTypes(of app.UI) (names []string) {
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return
			}
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return
		}
		if compo := v.FieldByName("Compo"); compo.IsValid() {
			names = append(names, v.Type().Name())
			walk(compo.FieldByName("root"))
			return
		}
		if children := v.FieldByName("children"); children.IsValid() {
			for i := range children.Len() {
				walk(children.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(of))
	return names
}

// What is a function rather than a type is known by its class.
func TestStoriesHaveEveryState(t *testing.T) {
	_, draw := mount(t)
	html := draw(func(d *desk) { d.openHash("#/components") })
	for _, want := range []string{
		`class="verdict bad"`, `class="verdict ok"`, `class="verdict warn"`, `class="verdict none"`,
		`class="dot ok"`, `class="dot bad"`, `class="dot warn"`, `class="dot none"`,
		`class="note bad"`, `class="note warn"`, `class="finding"`, `class="pick"`, `class="seg"`, `class="switch"`, `class="check"`,
		`class="chip"`, `class="tile"`, `class="toast"`, `class="notice bad"`, `class="sheet"`, `role="tablist"`, "<table", "<select", "<kbd",
		"A newer Mintmark is here", "The browser refuses the clipboard", "There is a blank at its end", "Use the secret without the blank in front of it",
		"Line 1, column 13", "An account SID has 34 characters", "This is an account SID", "are swapped", "AccessToken",
		"Logged in", "with a service key", "does not cover it", "not about you", "decides",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is not in the storybook", want)
		}
	}
}

// Nothing that is done in a story touches the reader's token and key.
func TestStoriesKeepToThemselves(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.setText(good(t)); d.setKey(testSecret); d.goTo(componentsScreen) })
	before := w.desk.doc.text
	book := &storybook{Desk: w.desk}
	html := app.HTMLString(book)
	if strings.Contains(html, before) || strings.Contains(html, testSecret) {
		t.Error("the reader's token is in a story")
	}
	for name, d := range book.desks {
		d.do(func() { d.setText(""); d.forget() })
		if d.trouble != "" && name != "notices" {
			t.Errorf("%s: %s", name, d.trouble)
		}
	}
	if w.desk.doc.text != before || w.desk.key != testSecret {
		t.Error("a story has changed the reader's token or key")
	}
}
