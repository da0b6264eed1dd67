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
  identity: "0",
  ttl: 3600,
  nbf: 0,
  region: "au1"
)

voice = Twilio::JWT::AccessToken::VoiceGrant.new
voice.outgoing_application_sid = "AP22222222222222222222222222222222"
voice.outgoing_application_params = { "0" => "a", "1" => "b" }
token.add_grant(voice)
token.add_grant(Grant.new("list", []))
token.add_grant(Grant.new("null", nil))
token.add_grant(Grant.new("text", "0"))
token.add_grant(Grant.new("number", 0.10))
token.add_grant(Grant.new("list-like", { "0" => [{ "0" => {} }] }))

puts token.to_jwt
