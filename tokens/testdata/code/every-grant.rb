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
  ttl: 86400
)

voice = Twilio::JWT::AccessToken::VoiceGrant.new
voice.incoming_allow = true
voice.outgoing_application_sid = "AP22222222222222222222222222222222"
voice.outgoing_application_params = { "n" => 9007199254740991, "yes" => true, "list" => [1, {}, [], nil, -1.5e-7, "x"] }
voice.push_credential_sid = "CR33333333333333333333333333333333"
voice.endpoint_id = "dev-1"
token.add_grant(voice)
token.add_grant(Grant.new("video", { "room" => "Комната/№5 <&>", "configuration_profile_sid" => "VS44444444444444444444444444444444" }))

chat = Twilio::JWT::AccessToken::ChatGrant.new
chat.service_sid = "IS11111111111111111111111111111111"
chat.endpoint_id = "dev-1"
chat.deployment_role_sid = "RL44444444444444444444444444444444"
chat.push_credential_sid = "CR33333333333333333333333333333333"
token.add_grant(chat)

data_sync = Twilio::JWT::AccessToken::SyncGrant.new
data_sync.service_sid = "default"
data_sync.endpoint_id = "dev-1"
token.add_grant(data_sync)

task_router = Twilio::JWT::AccessToken::TaskRouterGrant.new
task_router.workspace_sid = "WS55555555555555555555555555555555"
task_router.worker_sid = "WK66666666666666666666666666666666"
task_router.role = "worker"
token.add_grant(task_router)

player = Twilio::JWT::AccessToken::PlaybackGrant.new
player.grant = { "requestCredentials" => nil, "playbackUrl" => "https://example.com/v1.m3u8?token=x", "playerStreamerSid" => "VJ77777777777777777777777777777777" }
token.add_grant(player)
token.add_grant(Grant.new("ip_messaging", { "service_sid" => "IS11111111111111111111111111111111", "endpoint_id" => "dev-1", "deployment_role_sid" => "RL44444444444444444444444444444444", "push_credential_sid" => "CR33333333333333333333333333333333" }))
token.add_grant(Grant.new("rtc", { "configuration_profile_sid" => "VS44444444444444444444444444444444" }))
token.add_grant(Grant.new("tomorrow", { "x" => [1, 2.50] }))

# to_jwt would write an nbf of now, too early for a clock that runs behind, and a region of null.
puts JWT.encode(token.payload.except(:nbf), secret, "HS256", token.headers.compact)
