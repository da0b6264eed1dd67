# gem install twilio-ruby
# Account, API key and secret come from the environment of this program: keep it on a server.
require "twilio-ruby"

secret = ENV.fetch("TWILIO_API_KEY_SECRET")
token = Twilio::JWT::AccessToken.new(
  ENV.fetch("TWILIO_ACCOUNT_SID"),
  ENV.fetch("TWILIO_API_KEY_SID"),
  secret,
  identity: "alice",
  ttl: 900,
  nbf: 1699999940,
  region: "ie1"
)

video = Twilio::JWT::AccessToken::VideoGrant.new
video.room = "cool room"
token.add_grant(video)

puts token.to_jwt
