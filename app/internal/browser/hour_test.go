package browser

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
)

// keepMemory leaves the program's memory where a test can see it.
const keepMemory = `(() => {
	const instantiate = WebAssembly.instantiate;
	WebAssembly.instantiate = async (...args) => {
		const made = await instantiate.apply(WebAssembly, args);
		window.memory = (made.instance ?? made).exports.mem;
		return made;
	};
})()`

// work is what somebody does in some minutes who edits tokens, as quickly as the
// page can draw it. Texts go in as paste and keys do, with an input event each;
// every step is on the screen before the next.
const work = `(() => {
	const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	const until = async (look) => {
		for (;;) {
			const found = look();
			if (found) return found;
			await drawn();
		}
	};
	const there = (id) => until(() => document.getElementById(id));
	const says = (id, text) => until(() => document.getElementById(id)?.innerText.includes(text));
	const paste = async (id, text) => {
		const field = await there(id);
		field.focus();
		field.select();
		document.execCommand("insertText", false, text);
		await drawn();
	};
	const type = async (id, text) => {
		(await there(id)).focus();
		for (const letter of text) {
			document.execCommand("insertText", false, letter);
			await drawn();
		}
	};
	const press = async (id) => { (await there(id)).click(); await drawn() };
	const undo = async (key, shiftKey) => {
		document.activeElement.blur();
		document.body.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, ctrlKey: true, bubbles: true }));
		await drawn();
	};
	const go = async (hash, id) => { location.hash = hash; await there(id); await drawn() };
	return async ({ round, token, others, secret }) => {
		const changed = (from) => until(() => ![from, ""].includes(document.getElementById("token").value));
		await go("#/", "token");
		await paste("token", token);
		await press("says-1");
		await type("grants.identity", " and bob");
		await changed(token);
		for (let i = 0; i < 5; i++) await undo("z", false);
		for (let i = 0; i < 3; i++) await undo("Z", true);
		await paste("key", secret);
		await type("grants.video.room", " again");
		await press("on-voice");
		await type("grants.voice.outgoing.application_sid", "AP01");
		await press("on-voice");
		const before = document.getElementById("token").value;
		await press("says-2");
		const payload = await there("json-payload");
		payload.focus();
		payload.setSelectionRange(1, 1);
		await type("json-payload", '"x":1,');
		await changed(before);
		await press("says-3");
		await press("says-0");
		await go("#/many", "many");
		await paste("many", others.join("\n"));
		await says("many-state", others.length + " tokens");
		await go("#/compare", "left");
		await paste("left", others[0]);
		await paste("right", others[1]);
		await says("compared", "They differ in");
		if (round % 10 === 0) {
			await go("#/gallery", "gallery-count");
			await go("#/server", "user");
			await type("user", "anna");
		}
		return true;
	};
})()`

// edit works for so many rounds. After each it says what the page holds, in MiB:
// the memory of the program, which never shrinks, and the objects around it.
func edit(p *Page, rounds int, holds func(round int, mib float64)) {
	Eval[bool](p, `(window.work = `+work+`, true)`)
	for round := range rounds {
		size := 10
		if round%10 == 5 {
			size = 2_000 // somebody's token has a lot to say
		}
		others := make([]string, 12)
		for i := range others {
			others[i] = unsigned(fmt.Sprintf(`{"jti":"%s-%d","iss":"%[1]s","sub":"%[3]s","exp":4102444800,"grants":{"identity":"%[4]s","video":{"room":"r"}}}`,
				keySID, round*100+i, accountSID, strings.Repeat("a", size)))
		}
		arg, err := json.Marshal(map[string]any{"round": round, "token": others[0], "others": others, "secret": secret})
		must(p.t, err)
		Eval[bool](p, `work(`+string(arg)+`)`)
		call(p, heapprofiler.CollectGarbage, cdp.Empty{})
		used := call(p, runtime.GetHeapUsage, cdp.Empty{})
		holds(round, (Eval[float64](p, `memory.buffer.byteLength`)+used.UsedSize+used.EmbedderHeapUsedSize)/(1<<20))
	}
}

// hour is how many rounds take somebody an hour, who is quick.
const hour = 30

// After an hour of editing the page holds no more than it may, and works.
func TestHourOfEditing(t *testing.T) {
	t.Parallel()
	const most = 32 // MiB
	p := StartAlone(t).NewPage(t)
	p.Before(keepMemory)
	p.OpenReady(Hosted(t))
	edit(p, hour, func(round int, mib float64) {
		if round%10 == 9 {
			t.Logf("%.1f MiB after %d rounds", mib, round+1)
		}
		if mib > most {
			t.Errorf("%.1f MiB after %d rounds, want %d at most", mib, round+1, most)
		}
	})
	Eval[bool](p, `(location.hash = "#/", true)`)
	p.Wait(`document.getElementById("token") !== null`)
	Eval[bool](p, `(document.getElementById("token").select(), true)`)
	p.Paste("#token", token)
	p.Wait(contains(headline, "This secret did not sign the token"))
	noComplaints(t, p)
}
