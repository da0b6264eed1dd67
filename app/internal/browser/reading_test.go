package browser

import (
	"encoding/base64"
	"math"
	"strings"
	"testing"
)

// holdProgram keeps the program from starting until letGo() is called, in the
// single file too.
const holdProgram = `(() => {
	const gate = new Promise((go) => (window.letGo = go));
	const compile = WebAssembly.compileStreaming;
	WebAssembly.compileStreaming = async (...program) => (await gate, compile.apply(WebAssembly, program));
})()`

// What the shell shows of a token, and the program after it.
const (
	shellClaims   = `[...document.querySelectorAll(".says pre")].map((pre) => pre.textContent).join("\n\n")`
	programClaims = `["header", "payload"].map((segment) => document.getElementById("json-" + segment).value).join("\n\n")`
	dates         = `[...document.querySelectorAll(".time dt, .time time")].map((e) => e.textContent).slice(0, -2).join("|")`
	facts         = `[...document.querySelectorAll(".who > div")].map((row) => row.innerText).join("|")`
	tops          = `[".verdict", ".token", ".token textarea", ".time", ".time dl", ".says"].map((part) => document.querySelector(part).getBoundingClientRect().top)`
)

func segment(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }

// The shell decodes; the program, when it is there, says the same in the same
// place.
func TestShellReadsTheToken(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, want string
		width            int64
	}{
		{"expired", token, "It expired 5 years ago.", 1280},
		{"on a phone", token, "It expired 5 years ago.", 320},
		{"with Bearer", `"authorization": "Bearer ` + token + `"`, "It expired 5 years ago.", 1280},
		{"good", mint(t), "It expires in 59 minutes.", 1280},
		{"every digit", unsigned(`{"exp":4102444800,"n":12345678901234567890,"n":1.50,"e":{},"l":[ ],"t":"a\"{ü😀\\","grants":{"identity":"a"}}`), "It expires in 73 years.", 1280},
		{"no expiry", unsigned(`{"exp":"soon","jti":"` + strings.Repeat("a", 600) + `","grants":{}}`), "It does not say when it expires.", 1280},
	}
	for name, address := range map[string]string{"site": Hosted(t), "single file": SingleFile(t, Site(t))} {
		for _, test := range tests {
			t.Run(name+"/"+test.name, func(t *testing.T) {
				p := Start(t).NewPage(t)
				p.Before(holdProgram)
				p.Look(test.width, 900, "light")
				p.Open(address + "#token=" + strings.ReplaceAll(test.text, " ", "%20"))
				if got := Eval[string](p, `document.querySelector(".verdict").innerText`); !strings.Contains(got, test.want) && !strings.Contains(got, "in 1 hour") {
					t.Errorf("the shell says %q, want %q", got, test.want)
				}
				claims, who, before := Eval[string](p, shellClaims), Eval[string](p, facts), Eval[[]float64](p, tops)
				when := Eval[string](p, dates)
				Eval[bool](p, `(letGo(), true)`)
				p.WaitReady()
				p.Wait(facts + ` !== "" && ` + settled)
				if got := Eval[string](p, facts); got != who || who == "" {
					t.Errorf("the program says %q, and the shell %q", got, who)
				}
				if got := Eval[string](p, dates); got != when {
					t.Errorf("the program says %q, and the shell %q", got, when)
				}
				after := Eval[[]float64](p, tops)
				for i := range after {
					if math.Abs(after[i]-before[i]) > 1 {
						t.Errorf("%s: part %d jumps from %v to %v", tops, i, before[i], after[i])
					}
				}
				press(p, "#says-2")
				p.Wait(`document.getElementById("json-payload") !== null`)
				if got := Eval[string](p, programClaims); got != claims {
					t.Errorf("the program says\n%s\nand the shell\n%s", got, claims)
				}
				noComplaints(t, p)
			})
		}
	}
}

// foretell notes in foretold what look says, the words of the verdict and their
// places, at the moment at which it comes, if the shell is still there.
const foretell = `(() => {
	window.look = () => JSON.stringify([...document.querySelectorAll(".verdict, .verdict :is(h1, p, .chip, .btn)")].map((part) => {
		const { x, y, width, height } = part.getBoundingClientRect();
		return [part.innerText.replace(/\s+/g, " "), x, y, width, height];
	}));
	new MutationObserver((_, observer) => {
		if (!document.getElementById("verdict")) return;
		observer.disconnect();
		window.foretold = document.documentElement.dataset.state === "loading" && look();
		window.then?.(document.getElementById("token"));
	}).observe(document, { childList: true, subtree: true });
})()`

// The verdict does not wait for the page to be drawn, and is then where it was.
func TestVerdictComesBeforeThePage(t *testing.T) {
	t.Parallel()
	b := Start(t)
	for name, address := range map[string]string{"site": Hosted(t), "single file": SingleFile(t, Site(t))} {
		for _, width := range []int64{1280, 320} {
			t.Run(name, func(t *testing.T) {
				p := b.NewPage(t)
				p.Before(foretell)
				p.Look(width, 900, "light")
				p.OpenReady(address + "#token=" + token)
				p.Wait(settled)
				if got, want := Eval[string](p, `foretold`), Eval[string](p, `look()`); got != want || !strings.Contains(got, "it expired") || !strings.Contains(got, "Copy report") {
					t.Errorf("at %d px the shell says\n%s\nand then the page\n%s", width, got, want)
				}
				noComplaints(t, p)
			})
		}
	}
}

// What is typed between the verdict and the page counts.
func TestTypedAfterTheVerdict(t *testing.T) {
	t.Parallel()
	p := Start(t).NewPage(t)
	p.Before(foretell + `; window.then = (field) => {
		field.focus();
		field.value += "x y";
		field.dispatchEvent(new InputEvent("input", { bubbles: true }));
	}`)
	p.OpenReady(Hosted(t) + "#token=" + token)
	p.Wait(contains(headline, "it expired") + " === false")
	if got, want := Eval[string](p, tokenText), token+"x y"; got != want {
		t.Errorf("the field says %q, want %q", got, want)
	}
	if got := Eval[string](p, `document.activeElement.id`); got != "token" {
		t.Errorf("the focus is in %q, want the field", got)
	}
	noComplaints(t, p)
}

// What the shell cannot read, or what would keep it busy, is the program's; it
// goes on taking text.
func TestShellLeavesTheRestToTheProgram(t *testing.T) {
	t.Parallel()
	b := Start(t)
	address := Hosted(t)
	deep := strings.Repeat(`{"a":[`, 100_000)
	for _, test := range []struct{ name, text, want string }{
		{"no token", "eyJust a note", ""},
		{"no base64", "eyJhbGciOiJIUzI1NiJ9.a", ""},
		{"no JSON", segment(`{"{}`) + "." + segment("</pre><img src=x onerror=alert(1)>\u202e") + ".x", "{\"{}\n\n</pre><img src=x onerror=alert(1)>\u202e"},
		{"null", segment(`{"alg":1}`) + "." + segment("null") + ".", "{\n  \"alg\": 1\n}\n\nnull"},
		{"deep", segment(`{"a":{}}{}`) + "." + segment(deep) + ".", `{"a":{}}{}` + "\n\n" + deep},
		{"deep issuer", segment("{}") + "." + segment(`{"grants":{},"iss":`+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)+"}") + ".", ""},
		{"large", segment(`{"typ":1}`) + "." + strings.Repeat("eyJh", 1<<18) + ".", ""},
		{"many beginnings", strings.Repeat("eyJ", 100_000) + " " + strings.Repeat("eyJ ", 50_000), ""},
		{"two tokens", token + "\n" + mint(t), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := b.NewPage(t)
			p.Before(holdProgram)
			p.Open(address)
			Eval[bool](p, `((f, text) => (f.value = text, f.dispatchEvent(new InputEvent("input", { bubbles: true })), true))(document.getElementById("token"), `+scriptText(test.text)+`)`)
			if got := Eval[string](p, shellClaims); got != test.want && test.name != "two tokens" {
				t.Errorf("the shell shows %.300q, want %.300q", got, test.want)
			}
			p.Paste("#token", token+" ")
			Eval[bool](p, `((f) => (f.select(), true))(document.getElementById("token"))`)
			p.Paste("#token", token)
			if got := Eval[string](p, facts); !strings.Contains(got, "susan") {
				t.Errorf("the shell then says %q", got)
			}
			Eval[bool](p, `((f) => (f.select(), true))(document.getElementById("token"))`)
			p.Paste("#token", "nothing")
			if !Eval[bool](p, `document.querySelector("main.empty .hero").checkVisibility() && !document.querySelector(".verdict, .token .btn:disabled:not([hidden])")`) {
				t.Error("the empty page is not there again")
			}
			noComplaints(t, p)
		})
	}
}

// scriptText is an expression for a text of any characters.
func scriptText(s string) string {
	return `new TextDecoder().decode(Uint8Array.from(atob("` + base64.StdEncoding.EncodeToString([]byte(s)) + `"), (c) => c.charCodeAt(0)))`
}
