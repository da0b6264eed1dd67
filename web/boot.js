// boot.js starts the program and watches over it. It is the first script of
// the page and runs before anything is painted, so that the theme is right
// from the first pixel on.
//
// The shell in index.html is real: people type into it while the program is
// still on its way. go-app then replaces it whole. What the two sides tell each
// other lies on window.mintmark; the program reads it in the moment in which it
// replaces the shell (OnInit), not earlier, or the last keystrokes are missed:
//
//   text            string   what was typed or pasted into the shell
//   hash            string   the fragment that the address came with, "#"
//                            included, or "": raw, also where it is no valid
//                            percent-encoding. A token in it, or what go-app
//                            cannot read, is taken out of the address, so that
//                            neither the way back nor a bookmark keeps it, though
//                            a browser may have noted the first address by then;
//                            "popstate" on window says that there is another
//   version         string   names this build
//   single          boolean  this is the single file, with no worker and no update
//   updated         boolean  a newer build is in place and a reload shows it;
//                            goappOnUpdate, go-app's OnAppUpdate, says when
//   theme           string   "light", "dark", or "" for what the system says
//   setTheme(name)           changes the theme and remembers it
//   zoneOffset(name, ms)     minutes ahead of UTC, null for no zone of that name
//   zoneOptions()            all zones, as options of a list, HTML
//   mask(texts)              hides these texts on the whole page, and all SIDs
//                            and tokens; without texts, shows them again
//   taken           object   what was pasted, dropped or opened, {text, into},
//                            for the field with the id into, or {problem}, a
//                            sentence; "mintmark.taken" on window says so. The
//                            program sets it to null again
//   save(name, type, text)   leaves a text as a file
//   showVerdict(html)        puts the verdict into what the shell has decoded; a
//                            promise that is kept when it has been painted
//   fail(message)            ends the page with a panel that says so; for a
//                            panic that leaves the program in no fit state
//
// A token in the address, or in the shell's field, is decoded and shown at
// once: its claims and when it expires. What Twilio makes of it is the
// program's to say.
//
// Whoever drives the page from outside waits for <html data-state>: "loading",
// then "ready" once the program has replaced the shell, or "failed". Focus
// stays where it was if the program has an element with the same id.
"use strict";

(() => {
  const root = document.documentElement;
  const build = document.currentScript.dataset; // version, wasm, size, worker
  const mintmark = (window.mintmark = {
    text: "",
    hash: "",
    version: build.version,
    single: !build.wasm,
    updated: false,
    theme: "",
    taken: null,
    setTheme,
    zoneOffset,
    zoneOptions,
    mask,
    save,
    showVerdict,
    fail,
  });
  const mostTyped = 1 << 18; // characters that a field holds at ease
  const mostBytes = 32 << 20; // of files
  let picker = null;

  root.dataset.state = "loading";
  mendStorage();
  setTheme(remembered());
  mendAddress();
  tellGoApp();
  const fetched = fetchProgram();
  fetched.catch(() => {}); // start() reports it
  document.addEventListener("readystatechange", watchShell, { once: true }); // parsed, and nothing waited for
  document.addEventListener("DOMContentLoaded", start);
  watchTips();

  // What a name means is shown by the style: over it, with the focus on it and,
  // for whoever goes by keyboard, with the focus in its field. Escape hides it
  // until the pointer or the focus goes elsewhere.
  function watchTips() {
    const on = (type, handle) => document.addEventListener(type, handle, { capture: true, passive: true });
    on("keydown", ({ key }) => {
      if (key === "Escape") root.dataset.hush = "";
      if (key === "Tab") root.dataset.keys = "";
    });
    on("pointerdown", () => delete root.dataset.keys);
    for (const moved of ["pointerover", "focusin"]) on(moved, () => delete root.dataset.hush);
  }

  // Storage and BroadcastChannel throw where cookies are blocked, and go-app
  // uses both as it starts. What stands in lives as long as the page.
  function mendStorage() {
    for (const name of ["localStorage", "sessionStorage"]) {
      try {
        window[name].setItem("mintmark.probe", "");
        window[name].removeItem("mintmark.probe");
      } catch {
        Object.defineProperty(window, name, { value: memory() });
      }
    }
    try {
      new BroadcastChannel("mintmark.probe").close();
    } catch {
      Object.defineProperty(window, "BroadcastChannel", { value: undefined });
    }
  }

  function memory() {
    const items = new Map();
    return {
      get length() {
        return items.size;
      },
      key: (i) => [...items.keys()][i] ?? null,
      getItem: (key) => items.get(String(key)) ?? null,
      setItem: (key, value) => void items.set(String(key), String(value)),
      removeItem: (key) => void items.delete(String(key)),
      clear: () => items.clear(),
    };
  }

  function remembered() {
    return localStorage.getItem("mintmark.theme") ?? "";
  }

  function setTheme(name) {
    mintmark.theme = name === "light" || name === "dark" ? name : "";
    if (mintmark.theme) {
      root.dataset.theme = mintmark.theme;
      localStorage.setItem("mintmark.theme", mintmark.theme);
    } else {
      delete root.dataset.theme;
      localStorage.removeItem("mintmark.theme");
    }
    paintBrowser();
  }

  // The browser's own bars take the colour of the paper.
  function paintBrowser() {
    const meta = document.querySelector("meta[name=theme-color]");
    if (meta) meta.content = getComputedStyle(root).backgroundColor;
  }

  // Our listener is registered before those of the program.
  function mendAddress() {
    const mend = () => {
      mintmark.hash = location.hash;
      const kept = keptHash(location.hash);
      if (kept !== location.hash) history.replaceState(null, "", location.pathname + location.search + kept);
    };
    mend();
    window.addEventListener("popstate", mend);
  }

  // keptHash is a fragment without the tokens in it, under the names that
  // jwt.io and OAuth have for them. Go's net/url refuses one such as "#100%",
  // and go-app uses the nil that it gets: nothing is kept of that.
  function keptHash(hash) {
    const pairs = hash.slice(1).split("&");
    const kept = pairs.filter((pair) => !/^(token|id_token|access_token|value|publicKey)=/.test(pair)).join("&");
    try {
      decodeURIComponent(kept);
    } catch {
      return "";
    }
    return kept && "#" + kept;
  }

  // The globals that go-app's client calls; it replaces the first three.
  function tellGoApp() {
    const env = {
      GOAPP_ROOT_PREFIX: decodePath(), // so that every address is the route /
      GOAPP_VERSION: build.version,
    };
    let prompt = null;
    Object.assign(window, {
      goappNav() {},
      goappOnUpdate() {},
      goappOnAppInstallChange() {},
      goappGetenv: (name) => env[name],
      goappIsAppInstallable: () => prompt !== null,
      goappIsAppInstalled: () => matchMedia("(display-mode: standalone)").matches,
      async goappShowInstallPrompt() {
        const asked = prompt;
        prompt = null;
        await asked?.prompt();
        window.goappOnAppInstallChange();
      },
    });
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      prompt = event;
      window.goappOnAppInstallChange();
    });
    window.addEventListener("appinstalled", () => {
      prompt = null;
      window.goappOnAppInstallChange();
    });
  }

  function decodePath() {
    try {
      return decodeURIComponent(location.pathname);
    } catch {
      return location.pathname;
    }
  }

  // fetchProgram is the compiled module, a promise.
  async function fetchProgram() {
    if (typeof WebAssembly !== "object") {
      throw new Error("This browser runs no WebAssembly; some settings for extra safety switch it off.");
    }
    if (mintmark.single) {
      await new Promise((parsed) => document.addEventListener("DOMContentLoaded", parsed));
      return compile(unpackProgram());
    }
    let response;
    try {
      response = await fetch(build.wasm);
    } catch {
      throw new Error("The program could not be fetched. Is there a connection?");
    }
    if (!response.ok) {
      throw new Error(`The program could not be fetched: the server answered ${response.status}.`);
    }
    if (isSlow()) showProgress(response.clone());
    return compile(response);
  }

  // unpackProgram is the program that the single file carries within itself.
  function unpackProgram() {
    const packed = document.getElementById("program");
    const bytes = Uint8Array.from(atob(packed.textContent), (c) => c.charCodeAt(0));
    packed.remove();
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream, { headers: { "Content-Type": "application/wasm" } });
  }

  async function compile(response) {
    const streams = response.headers.get("Content-Type")?.startsWith("application/wasm");
    if (streams && WebAssembly.compileStreaming) {
      return WebAssembly.compileStreaming(response);
    }
    return WebAssembly.compile(await response.arrayBuffer());
  }

  // isSlow reports whether the page itself was long in coming. To count the parts of
  // the program takes time of its own.
  function isSlow() {
    return performance.getEntriesByType("navigation")[0]?.responseEnd > 500;
  }

  async function showProgress(response) {
    await new Promise((done) => setTimeout(done, 500));
    if (root.dataset.state !== "loading") return response.body.cancel();
    const reader = response.body.getReader();
    let loaded = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      loaded += part.value.length;
      const bar = document.getElementById("progress");
      if (bar) bar.value = loaded / build.size;
    }
  }

  async function start() {
    try {
      paintBrowser();
      watchTexts();
      watchErrors();
      watchUpdates();
      if (typeof Go !== "function") throw new Error("The loader, wasm_exec.js, could not be fetched.");
      const go = new Go();
      let code = 0;
      go.exit = (c) => (code = c);
      const module = await fetched;
      await go.run(await WebAssembly.instantiate(module, go.importObject));
      throw new Error(`The program ended with code ${code}.`);
    } catch (err) {
      console.error(err);
      fail(err.message);
    }
  }

  // What is pasted, dropped or opened goes into a field: that of the card it
  // meets, which names it in data-into, or else of the first on the page. A
  // button with data-from="file" or "clipboard" fetches it.
  function watchTexts() {
    document.addEventListener("paste", (event) => {
      const { target, clipboardData: data } = event;
      const typing = target.closest?.("input, textarea");
      const text = data?.getData("text");
      if (event.defaultPrevented || !data || (typing && !typing.matches("[data-into] textarea"))) return;
      if (typing && text && text.length <= mostTyped) return; // the browser does that
      if (!text && !data.files.length) return;
      event.preventDefault();
      const into = intoOf(typing ?? document.body);
      text ? take(text, into) : takeFiles(data.files, into);
    });
    document.addEventListener("dragover", (event) => {
      if (!isFile(event)) return;
      event.preventDefault(); // or the file would take the place of the page
      root.dataset.drag = "";
    });
    document.addEventListener("dragleave", (event) => event.relatedTarget || delete root.dataset.drag);
    document.addEventListener("drop", (event) => {
      delete root.dataset.drag;
      if (event.defaultPrevented || !isFile(event)) return;
      event.preventDefault();
      takeFiles(event.dataTransfer.files, intoOf(event.target));
    });
    document.addEventListener("click", (event) => {
      if (event.target.id === "skip") skip();
      const button = event.target.closest?.("[data-from]");
      if (!button) return;
      const into = intoOf(button);
      button.dataset.from === "file" ? pickFiles(into) : takeClipboard(into);
    });
  }

  // skip leads the keyboard past the bar.
  function skip() {
    const main = document.querySelector("main");
    main.tabIndex = -1;
    main.focus();
  }

  function isFile(event) {
    return event.dataTransfer?.types.includes("Files");
  }

  function intoOf(target) {
    const card = target.closest?.("[data-into]") ?? document.querySelector("[data-into]");
    return card?.dataset.into ?? "token";
  }

  // take puts a text into a field as a paste does. The program takes what no
  // field could hold at ease, and what there is no field for on the screen.
  function take(text, into) {
    const field = document.getElementById(into);
    if (!field || (text.length > mostTyped && root.dataset.state === "ready")) {
      handOver({ text, into });
      return;
    }
    field.focus();
    field.setRangeText(text, 0, field.value.length, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  function handOver(taken) {
    mintmark.taken = taken;
    window.dispatchEvent(new Event("mintmark.taken"));
  }

  async function takeFiles(files, into) {
    try {
      const bytes = [...files].reduce((sum, file) => sum + file.size, 0);
      if (files.length > 1 && bytes > mostBytes) {
        throw new Error(`These ${files.length} files have ${Math.round(bytes / 1e6)} MB together: a page takes ${Math.round(mostBytes / 1e6)} MB at once. On the command line mintmark check --in reads any.`);
      }
      const texts = await Promise.all([...files].map(readText));
      take(texts.join("\n"), into);
    } catch (err) {
      handOver({ problem: err.message });
    }
  }

  async function readText(file) {
    if (file.size > mostBytes) throw new Error(`${file.name} is too large for a page. On the command line mintmark check --in reads any.`);
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      throw new Error(`${file.name} could not be read. A folder cannot: open the files in it.`);
    }
    const marks = { "255,254": "utf-16le", "254,255": "utf-16be" }; // as PowerShell writes files
    const text = new TextDecoder(marks[bytes.slice(0, 2)] ?? "utf-8").decode(bytes);
    if (text.slice(0, 4096).includes("\0")) throw new Error(`${file.name} is no text.`);
    return text;
  }

  function pickFiles(into) {
    picker = document.createElement("input"); // held, or Safari forgets it
    picker.type = "file";
    picker.multiple = true;
    picker.addEventListener("change", () => takeFiles(picker.files, into));
    picker.click();
  }

  async function takeClipboard(into) {
    try {
      take(await navigator.clipboard.readText(), into);
    } catch {
      document.getElementById(into)?.focus();
      handOver({ problem: "The browser keeps the clipboard from the page. Paste with the keyboard: the field has the focus" });
    }
  }

  // save leaves a text with the reader as a file.
  function save(name, type, text) {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(new Blob([text], { type }));
    a.download = name;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 60000);
  }

  // watchShell hands over to the program the moment it replaces the shell.
  function watchShell() {
    const shell = document.body.firstElementChild;
    const field = document.getElementById("token");
    const theme = document.getElementById("theme");
    let focused = null;
    Object.defineProperty(mintmark, "text", { get: () => field.value });
    field.addEventListener("input", () => showReading(field.value));
    openHash();
    window.addEventListener("popstate", openHash);
    theme.addEventListener("click", () => setTheme({ "": "dark", dark: "light", light: "" }[mintmark.theme]));
    document.getElementById("settings").addEventListener("click", () => (mintmark.hash = "#dialog=settings"));
    document.getElementById("help").addEventListener("click", () => (mintmark.hash = "#dialog=shortcuts"));
    shell.addEventListener("focusin", (event) => (focused = event.target));
    document.addEventListener("focusin", (event) => {
      if (!shell.contains(event.target)) focused = null;
    });
    new MutationObserver((_, observer) => {
      if (shell.isConnected) return;
      observer.disconnect();
      window.removeEventListener("popstate", openHash);
      keepFocus(focused);
      ready();
    }).observe(document.body, { childList: true });
  }

  // openHash puts the token in the address into the shell's field.
  function openHash() {
    const [, escaped] = mintmark.hash.match(/[#&](?:token|id_token|access_token|value)=([^&]+)/) ?? [];
    if (!escaped) return;
    const field = document.getElementById("token");
    try {
      field.value = decodeURIComponent(escaped);
    } catch {
      field.value = escaped;
    }
    showReading(field.value);
  }

  function keepFocus(old) {
    if (old?.id) document.getElementById(old.id)?.focus();
  }

  function ready() {
    if (root.dataset.state !== "loading") return;
    root.dataset.state = "ready";
    performance.mark("mintmark.ready");
    if (mintmark.updated) window.goappOnUpdate();
    workers()?.register(build.worker).catch(() => {}); // without a worker only offline is lost
  }

  // A JavaScript error that goes through the program's frames leaves it
  // waiting for ever.
  function watchErrors() {
    window.addEventListener("error", (event) => {
      if (/wasm/.test(event.error?.stack)) fail(event.message);
    });
  }

  // The worker says which build it has just put in place.
  function watchUpdates() {
    workers()?.addEventListener("message", (event) => {
      const version = event.data?.mintmark;
      if (!version || version === build.version || mintmark.updated) return;
      mintmark.updated = true;
      if (root.dataset.state === "ready") window.goappOnUpdate();
    });
  }

  // The single file has no worker, nor has a page that is served to try things
  // with. In a sandboxed frame even the look at navigator.serviceWorker throws.
  function workers() {
    try {
      return build.worker && navigator.serviceWorker;
    } catch {
      return undefined;
    }
  }

  // showReading draws what the token in a text says, where the program will
  // say it; for a text without one, the empty page. Large ones, and those that
  // cannot be read, are the program's.
  function showReading(text) {
    let reading = null;
    try {
      if (text.length <= 1 << 20) reading = drawReading(readToken(text));
    } catch {
      // no token, no base64, or as deep as no token is: the program says so
    }
    const main = document.querySelector("main");
    for (const part of [...main.children]) {
      if (part.matches(".verdict, .facts")) part.remove();
      else if (!part.matches(".have")) part.hidden = reading !== null;
    }
    main.classList.toggle("empty", reading === null);
    main.querySelectorAll(".token .btn:disabled").forEach((button) => (button.hidden = reading === null));
    main.querySelectorAll("[data-from]").forEach((button) => (button.hidden = reading !== null));
    if (!reading) return;
    main.prepend(reading);
    performance.mark("mintmark.read");
  }

  function drawReading({ texts, header, payload }) {
    const drawn = document.getElementById("reading").content.cloneNode(true);
    const { iat, nbf, exp } = payload ?? {};
    drawn.querySelector(".verdict p").textContent = sayExpiry(exp);
    if (isTime(exp)) drawn.querySelector("p.line").textContent = "It does not say from when on it is good.";
    drawn.querySelector(isTime(exp) && Math.min(iat ?? exp, nbf ?? exp) < exp ? "p.line" : "svg.line").remove();
    drawn.querySelector(".time dl").append(...momentsOf(iat, nbf, exp));
    drawn.querySelector(".who").append(...factsOf(header, payload));
    drawn.querySelectorAll("pre").forEach((pre, i) => (pre.textContent = texts[i]));
    return drawn;
  }

  async function showVerdict(html) {
    const card = document.querySelector(".judging");
    if (!card) return;
    card.outerHTML = html;
    if (document.hidden) return; // and has no frames
    await new Promise((painted) => {
      requestAnimationFrame(() => setTimeout(painted));
      setTimeout(painted, 100);
    });
  }

  // readToken takes the first token out of a text, whatever is around it: its
  // header and payload as texts, and as what they are in JSON.
  function readToken(text) {
    const [, header, payload] = text.match(/(?<![\w.-])(e[yw][\w-]+)\.([\w-]+)(?![\w-])/) ?? [];
    if (!header) throw new Error("there is no token");
    const texts = [header, payload].map((segment) => {
      const bytes = Uint8Array.from(atob(segment.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
      return new TextDecoder().decode(bytes);
    });
    const [head, claims] = texts.map(parse);
    return { texts: texts.map((json) => (parse(json) === undefined ? json : indent(json))), header: head, payload: claims };
  }

  function parse(json) {
    try {
      return JSON.parse(json);
    } catch {
      return undefined;
    }
  }

  // indent puts JSON over lines, as the program does, with every digit and
  // every name as it is written. One that would fill the page stays as it is.
  function indent(json) {
    let out = "";
    let depth = 0;
    const line = () => "\n" + "  ".repeat(depth);
    for (const [part] of json.matchAll(/"(?:[^"\\]|\\.)*"?|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/g)) {
      if (part === "{" || part === "[") depth++, (out += part + line());
      else if (part === "}" || part === "]") depth--, (out += line() + part);
      else if (part === ",") out += part + line();
      else if (part === ":") out += ": ";
      else out += /^[{[]/.test(part) ? part[0] + part.at(-1) : part;
      if (out.length > 2 * json.length + 1024) return json;
    }
    return out;
  }

  function sayExpiry(exp) {
    const seconds = exp - Math.floor(Date.now() / 1000);
    if (!isTime(exp)) return "It does not say when it expires.";
    return seconds > 0 ? `It expires in ${inWords(seconds)}.` : `It expired ${inWords(-seconds)} ago.`;
  }

  // Times are seconds until the year 9999; the program says what others are.
  function isTime(value) {
    return typeof value === "number" && Math.abs(value) < 253402300800;
  }

  // inWords is a time in its largest unit and, where two are wanted, the next.
  function inWords(seconds, most = 1) {
    const units = { year: 31557600, month: 2629800, day: 86400, hour: 3600, minute: 60, second: 1 };
    const words = [];
    for (const [name, unit] of Object.entries(units)) {
      const n = Math.floor(seconds / unit);
      if (n > 0 && most-- > 0) words.push(`${n} ${name}${n === 1 ? "" : "s"}`);
      else if (words.length > 0) most--;
      seconds %= unit;
    }
    return words.join(" ") || "0 seconds";
  }

  function momentsOf(iat, nbf, exp) {
    const now = Math.floor(Date.now() / 1000);
    const timeZone = localStorage.getItem("mintmark.zone");
    const clock = timeZone && new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone });
    const named = [["Issued", iat], ["Valid from", nbf], [exp > now ? "Expires" : "Expired", exp], ["Now", now]];
    return named.filter(([, at]) => isTime(at)).map(([name, at]) => {
      const date = new Date(at * 1000);
      const relative = at > now ? `in ${inWords(at - now, 2)}` : `${inWords(now - at, 2)} ago`;
      return fact(name, element("time", clock ? clock.format(date) : localTime(date)), element("small", date.toISOString().slice(11, 19) + " UTC"), ...(name === "Now" ? [] : [element("small", relative)]));
    });
  }

  // localTime is a time on the reader's clock. Intl, which a browser loads when it
  // is first used, would keep them waiting.
  function localTime(date) {
    const [, month, day, year] = date.toDateString().split(" ");
    const [hours, minutes] = [date.getHours(), date.getMinutes()].map((n) => String(n).padStart(2, "0"));
    return `${Number(day)} ${month} ${year}, ${hours}:${minutes}`;
  }

  // factsOf are who an access token is for, and from whom.
  function factsOf(header, claims) {
    if (typeof claims?.grants !== "object") return [];
    const { identity } = claims.grants ?? {};
    const rows = [
      ["Identity", typeof identity === "string" ? identity : "", ""],
      ["Account", claims.sub, "mono"],
      ["Signed with API key", claims.iss, "mono"],
    ];
    if (header?.twr) rows.push(["Region", header.twr, ""]);
    if (claims.jti) rows.push(["Token id", claims.jti, "mono"]);
    return rows.map(([name, value = "", look]) => {
      const chars = [...(typeof value === "string" ? value : JSON.stringify(value))];
      const said = chars.length > 500 ? chars.slice(0, 500).join("") + "…" : chars.join("");
      const row = fact(name, said || "none");
      row.lastChild.className = said ? look : "hint";
      return row;
    });
  }

  function fact(name, ...said) {
    const row = element("div");
    const dd = element("dd");
    dd.append(...said);
    row.append(element("dt", name), dd);
    return row;
  }

  function element(tag, text = "") {
    const e = document.createElement(tag);
    e.textContent = text;
    return e;
  }

  const clocks = new Map();

  function zoneOffset(name, at) {
    try {
      if (!clocks.has(name)) clocks.set(name, new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" }));
      const { value } = clocks.get(name).formatToParts(at).find((part) => part.type === "timeZoneName"); // GMT-03:30
      const [, sign, hours, minutes] = value.match(/([+-])(\d+):(\d+)/) ?? ["", "+", 0, 0];
      return Number(sign + 1) * (60 * hours + Number(minutes));
    } catch {
      return null;
    }
  }

  function zoneOptions() {
    return ["UTC", ...(Intl.supportedValuesOf?.("timeZone") ?? [])].map((name) => `<option value="${name}">`).join("");
  }

  // mask hides, before each frame is painted, what was drawn since the last: in
  // the page's texts and in its fields, which cannot be typed into meanwhile.
  let masks = null;
  const masked = new Map(); // what was there and what is, by node
  const wholly = "#token, #key, #key-text, #many, #offer, #curl"; // keys, tokens however broken, names as a shell writes them
  const literals = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.|'\\'')*'/gs; // of all languages that programs are written in

  function mask(texts) {
    const running = masks !== null;
    root.classList.toggle("masking", texts !== undefined);
    if (texts) {
      masks = [/(?<=[\w-]+\.)[\w-]+\.[\w-]*/g, /(?<=\b[A-Z]{2})([0-9a-f]{32}|[0-9a-f]{4}…[0-9a-f]{4})/gi, patternOf(texts)];
      if (!running) hide();
    } else {
      masks = null;
      for (const [node, { was, is, key }] of masked) if (node[key] === is) node[key] = was;
      masked.forEach((_, node) => (node.readOnly = false));
      masked.clear();
    }
  }

  // patternOf finds texts. A long one may be cut short where it is drawn, and is
  // too much for a pattern: its beginning counts, with all up to a quote.
  function patternOf(texts) {
    const most = 60;
    const tail = (text) => (text.length <= most ? "" : /["\\]/.test(text.slice(most)) ? "[^]*" : '[^"]*');
    const sorted = [...texts].sort((a, b) => b.length - a.length);
    const names = sorted.map((text) => text.slice(0, most).replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + tail(text));
    try {
      return new RegExp(`(?<![\\p{L}\\p{N}_])(${names.join("|") || "(?!)"})(?![\\p{L}\\p{N}_])`, "gu");
    } catch {
      return /[^]+/g; // the error would say the names
    }
  }

  function hide() {
    if (!masks) return;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) hideIn(texts.currentNode, "data");
    document.querySelectorAll("input:not([type=checkbox], [type=password]), textarea").forEach((field) => hideIn(field, "value"));
    requestAnimationFrame(hide);
  }

  function hideIn(node, key) {
    const was = node[key];
    if (masked.get(node)?.is === was) return;
    const within = key === "data" ? node.parentElement : node;
    const patterns = within?.closest(wholly) ? [/[^]+/g] : masks;
    const dots = (found) => found.replace(/\S/gu, "•");
    const program = within?.closest("#code-panel"); // process.env.NAME is no token
    const text = program ? was.replace(literals, (literal) => (literal.includes("\\") ? dots(literal) : literal)) : was;
    const is = (program ? masks.slice(1) : patterns).reduce((text, pattern) => text.replace(pattern, dots), text);
    if (is === was) return;
    node[key] = is;
    node.readOnly = true;
    masked.set(node, { was, is, key });
  }

  function fail(message) {
    if (root.dataset.state === "failed") return;
    const started = root.dataset.state === "ready";
    root.dataset.state = "failed";
    const panel = document.getElementById("failure").content.cloneNode(true);
    panel.querySelector("h2").textContent = started ? "Mintmark has stopped" : "Mintmark could not start";
    panel.querySelector("p").textContent = message;
    panel.querySelector("button").addEventListener("click", () => location.reload());
    document.body.append(panel);
  }
})();
