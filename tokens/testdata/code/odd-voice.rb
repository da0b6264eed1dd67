# gem install twilio-ruby
# Account, API key and secret come from the environment of this program: keep it on a server.
require "twilio-ruby"

secret = ENV.fetch("TWILIO_API_KEY_SECRET")
token = Twilio::JWT::AccessToken.new(
  ENV.fetch("TWILIO_ACCOUNT_SID"),
  ENV.fetch("TWILIO_API_KEY_SID"),
  secret,
  identity: "alice",
  ttl: 3600
)

voice = Twilio::JWT::AccessToken::VoiceGrant.new
voice.outgoing_application_sid = "AP22222222222222222222222222222222"
voice.outgoing_application_params = { "it's \"quoted\" \\ back\\slash" => "it's \"quoted\" \\ back\\slash", "line\nfeed\u{d}\u{9}tab" => "line\nfeed\u{d}\u{9}tab", "${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id)" => "${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF" => "</script><!-- ?> */ // ''' \"\"\" EOF", "\u{0}\u{1}\u{7f}\u{85}" => "\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}" => "\u{2028}\u{2029}\u{feff}\u{a0}", "\u{202e}evil\u{2066}" => "\u{202e}evil\u{2066}", "👩\u{200d}🚀 Комната é" => "👩\u{200d}🚀 Комната é", "\\u0022 \\\"); exit(); //" => "\\u0022 \\\"); exit(); //", "\\" => "\\", "\"" => "\"", "'" => "'", "\#" => "\#", "\u{10ffff}�\u{e000}" => "\u{10ffff}�\u{e000}", "__proto__" => "__proto__", "0" => "0", "" => "" }
voice.endpoint_id = "it's \"quoted\" \\ back\\slash line\nfeed\u{d}\u{9}tab ${x} \#{x} \#$x \#@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u{0}\u{1}\u{7f}\u{85} \u{2028}\u{2029}\u{feff}\u{a0} \u{202e}evil\u{2066} 👩\u{200d}🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' \# \u{10ffff}�\u{e000} __proto__ 0 "
token.add_grant(voice)

# to_jwt would write an nbf of now, too early for a clock that runs behind, and a region of null.
puts JWT.encode(token.payload.except(:nbf), secret, "HS256", token.headers.compact)
