# gem install twilio-ruby
# Account, API key and secret come from the environment of this program: keep it on a server.
require "twilio-ruby"

# A grant that no class of the library makes.
Grant = Struct.new(:_key, :_generate_payload)

secret = ENV.fetch("TWILIO_API_KEY_SECRET")
token = Twilio::JWT::AccessToken.new(
  ENV.fetch("TWILIO_ACCOUNT_SID"),
  ENV.fetch("TWILIO_API_KEY_SID"),
  secret,
  identity: "it's \"quoted\" \\ back\\slash line\nfeed\u{d}\u{9}tab ${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u{0}\u{1}\u{7f}\u{85} \u{2028}\u{2029}\u{feff}\u{a0}",
  ttl: 3600
)

data_sync = Twilio::JWT::AccessToken::SyncGrant.new
data_sync.service_sid = "default"
data_sync.endpoint_id = "it's \"quoted\" \\ back\\slash line\nfeed\u{d}\u{9}tab ${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u{0}\u{1}\u{7f}\u{85} \u{2028}\u{2029}\u{feff}\u{a0} \u{202e}evil\u{2066} 👩\u{200d}🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' \# \u{10ffff}�\u{e000} __proto__ 0 "
token.add_grant(data_sync)

task_router = Twilio::JWT::AccessToken::TaskRouterGrant.new
task_router.role = "it's \"quoted\" \\ back\\slash"
token.add_grant(task_router)

player = Twilio::JWT::AccessToken::PlaybackGrant.new
player.grant = { "requestCredentials" => { "it's \"quoted\" \\ back\\slash" => "it's \"quoted\" \\ back\\slash", "line\nfeed\u{d}\u{9}tab" => "line\nfeed\u{d}\u{9}tab", "${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id)" => "${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF" => "</script><!-- ?> */ // ''' \"\"\" EOF", "\u{0}\u{1}\u{7f}\u{85}" => "\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}" => "\u{2028}\u{2029}\u{feff}\u{a0}", "\u{202e}evil\u{2066}" => "\u{202e}evil\u{2066}", "👩\u{200d}🚀 Комната é" => "👩\u{200d}🚀 Комната é", "\\u0022 \\\"); exit(); //" => "\\u0022 \\\"); exit(); //", "\\" => "\\", "\"" => "\"", "'" => "'", "\#" => "\#", "\u{10ffff}�\u{e000}" => "\u{10ffff}�\u{e000}", "__proto__" => "__proto__", "0" => "0", "" => "" }, "playbackUrl" => "</script><!-- ?> */ // ''' \"\"\" EOF" }
token.add_grant(player)
token.add_grant(Grant.new("${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", { "it's \"quoted\" \\ back\\slash" => "it's \"quoted\" \\ back\\slash", "line\nfeed\u{d}\u{9}tab" => "line\nfeed\u{d}\u{9}tab", "${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id)" => "${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF" => "</script><!-- ?> */ // ''' \"\"\" EOF", "\u{0}\u{1}\u{7f}\u{85}" => "\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}" => "\u{2028}\u{2029}\u{feff}\u{a0}", "\u{202e}evil\u{2066}" => "\u{202e}evil\u{2066}", "👩\u{200d}🚀 Комната é" => "👩\u{200d}🚀 Комната é", "\\u0022 \\\"); exit(); //" => "\\u0022 \\\"); exit(); //", "\\" => "\\", "\"" => "\"", "'" => "'", "\#" => "\#", "\u{10ffff}�\u{e000}" => "\u{10ffff}�\u{e000}", "__proto__" => "__proto__", "0" => "0", "" => "" }))
token.add_grant(Grant.new("\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}"))

# to_jwt would write an nbf of now, too early for a clock that runs behind, and a region of null.
puts JWT.encode(token.payload.except(:nbf), secret, "HS256", token.headers.compact)
