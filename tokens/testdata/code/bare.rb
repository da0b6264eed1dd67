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

# to_jwt would write an nbf of now, too early for a clock that runs behind, and a region of null.
puts JWT.encode(token.payload.except(:nbf), secret, "HS256", token.headers.compact)
