# gem install twilio-ruby
# Account, API key and secret come from the environment of this program: keep it on a server.
require "twilio-ruby"

secret = ENV.fetch("TWILIO_API_KEY_SECRET")
token = Twilio::JWT::AccessToken.new(
  ENV.fetch("TWILIO_ACCOUNT_SID"),
  ENV.fetch("TWILIO_API_KEY_SID"),
  secret,
  identity: "alice",
  ttl: 7200
)

voice = Twilio::JWT::AccessToken::VoiceGrant.new
voice.incoming_allow = true
voice.outgoing_application_sid = "AP22222222222222222222222222222222"
voice.outgoing_application_params = { "department" => "sales", "tier" => "gold" }
voice.push_credential_sid = "CR33333333333333333333333333333333"
token.add_grant(voice)

# to_jwt would write an nbf of now, too early for a clock that runs behind, and a region of null.
puts JWT.encode(token.payload.except(:nbf), secret, "HS256", token.headers.compact)
