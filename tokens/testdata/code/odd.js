// npm install twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
const { AccessToken } = require("twilio").jwt;

const token = new AccessToken(
  process.env.TWILIO_ACCOUNT_SID,
  process.env.TWILIO_API_KEY_SID,
  process.env.TWILIO_API_KEY_SECRET,
  {
    identity: "it's \"quoted\" \\ back\\slash line\nfeed\u{d}\u{9}tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) <\/script><!-- ?> */ // ''' \"\"\" EOF \u{0}\u{1}\u{7f}\u{85} \u{2028}\u{2029}\u{feff}\u{a0}",
    ttl: 3600,
  },
);
token.addGrant(new AccessToken.SyncGrant({
  serviceSid: "default",
  endpointId: "it's \"quoted\" \\ back\\slash line\nfeed\u{d}\u{9}tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) <\/script><!-- ?> */ // ''' \"\"\" EOF \u{0}\u{1}\u{7f}\u{85} \u{2028}\u{2029}\u{feff}\u{a0} \u{202e}evil\u{2066} 👩\u{200d}🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' # \u{10ffff}�\u{e000} __proto__ 0 ",
}));
token.addGrant(new AccessToken.TaskRouterGrant({ role: "it's \"quoted\" \\ back\\slash" }));
token.addGrant(new AccessToken.PlaybackGrant({ grant: { "requestCredentials": { "it's \"quoted\" \\ back\\slash": "it's \"quoted\" \\ back\\slash", "line\nfeed\u{d}\u{9}tab": "line\nfeed\u{d}\u{9}tab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)": "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "<\/script><!-- ?> */ // ''' \"\"\" EOF": "<\/script><!-- ?> */ // ''' \"\"\" EOF", "\u{0}\u{1}\u{7f}\u{85}": "\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}": "\u{2028}\u{2029}\u{feff}\u{a0}", "\u{202e}evil\u{2066}": "\u{202e}evil\u{2066}", "👩\u{200d}🚀 Комната é": "👩\u{200d}🚀 Комната é", "\\u0022 \\\"); exit(); //": "\\u0022 \\\"); exit(); //", "\\": "\\", "\"": "\"", "'": "'", "#": "#", "\u{10ffff}�\u{e000}": "\u{10ffff}�\u{e000}", ["__proto__"]: "__proto__", "0": "0", "": "" }, "playbackUrl": "<\/script><!-- ?> */ // ''' \"\"\" EOF" } }));
token.addGrant({ key: "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", toPayload: () => ({ "it's \"quoted\" \\ back\\slash": "it's \"quoted\" \\ back\\slash", "line\nfeed\u{d}\u{9}tab": "line\nfeed\u{d}\u{9}tab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)": "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "<\/script><!-- ?> */ // ''' \"\"\" EOF": "<\/script><!-- ?> */ // ''' \"\"\" EOF", "\u{0}\u{1}\u{7f}\u{85}": "\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}": "\u{2028}\u{2029}\u{feff}\u{a0}", "\u{202e}evil\u{2066}": "\u{202e}evil\u{2066}", "👩\u{200d}🚀 Комната é": "👩\u{200d}🚀 Комната é", "\\u0022 \\\"); exit(); //": "\\u0022 \\\"); exit(); //", "\\": "\\", "\"": "\"", "'": "'", "#": "#", "\u{10ffff}�\u{e000}": "\u{10ffff}�\u{e000}", ["__proto__"]: "__proto__", "0": "0", "": "" }) });
token.addGrant({ key: "\u{0}\u{1}\u{7f}\u{85}", toPayload: () => ("\u{2028}\u{2029}\u{feff}\u{a0}") });

console.log(token.toJwt());
