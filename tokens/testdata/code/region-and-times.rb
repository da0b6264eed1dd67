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

data_sync = Twilio::JWT::AccessToken::SyncGrant.new
data_sync.service_sid = "IS11111111111111111111111111111111"
token.add_grant(data_sync)

puts token.to_jwt
