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
  identity: "alice",
  ttl: 1
)

voice = Twilio::JWT::AccessToken::VoiceGrant.new
voice.outgoing_application_sid = "AP22222222222222222222222222222222"
voice.outgoing_application_params = {}
token.add_grant(voice)

video = Twilio::JWT::AccessToken::VideoGrant.new
video.room = "0"
token.add_grant(video)

chat = Twilio::JWT::AccessToken::ChatGrant.new
chat.service_sid = "IS11111111111111111111111111111111"
token.add_grant(chat)
token.add_grant(Twilio::JWT::AccessToken::TaskRouterGrant.new)

player = Twilio::JWT::AccessToken::PlaybackGrant.new
player.grant = {}
token.add_grant(player)
token.add_grant(Grant.new("data_sync", { "service_sid" => "default", "endpoint_id" => "", "more" => [{ "0" => 1 }, { "0" => 1, "1" => 2 }, { "1" => 1 }] }))
token.add_grant(Grant.new("7", {}))
token.add_grant(Grant.new("list", [[], {}, 1e2]))

# to_jwt would write an nbf of now, too early for a clock that runs behind, and a region of null.
puts JWT.encode(token.payload.except(:nbf), secret, "HS256", token.headers.compact)
