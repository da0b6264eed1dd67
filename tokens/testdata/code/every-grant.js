// npm install twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
const { AccessToken } = require("twilio").jwt;

const token = new AccessToken(
  process.env.TWILIO_ACCOUNT_SID,
  process.env.TWILIO_API_KEY_SID,
  process.env.TWILIO_API_KEY_SECRET,
  {
    identity: "alice",
    ttl: 86400,
  },
);
token.addGrant(new AccessToken.VoiceGrant({
  incomingAllow: true,
  outgoingApplicationSid: "AP22222222222222222222222222222222",
  outgoingApplicationParams: { "n": 9007199254740991, "yes": true, "list": [1, {}, [], null, -1.5e-7, "x"] },
  pushCredentialSid: "CR33333333333333333333333333333333",
  endpointId: "dev-1",
}));
token.addGrant({ key: "video", toPayload: () => ({ "room": "Комната/№5 <&>", "configuration_profile_sid": "VS44444444444444444444444444444444" }) });
token.addGrant(new AccessToken.ChatGrant({
  serviceSid: "IS11111111111111111111111111111111",
  endpointId: "dev-1",
  deploymentRoleSid: "RL44444444444444444444444444444444",
  pushCredentialSid: "CR33333333333333333333333333333333",
}));
token.addGrant(new AccessToken.SyncGrant({
  serviceSid: "default",
  endpointId: "dev-1",
}));
token.addGrant(new AccessToken.TaskRouterGrant({
  workspaceSid: "WS55555555555555555555555555555555",
  workerSid: "WK66666666666666666666666666666666",
  role: "worker",
}));
token.addGrant(new AccessToken.PlaybackGrant({ grant: { "requestCredentials": null, "playbackUrl": "https://example.com/v1.m3u8?token=x", "playerStreamerSid": "VJ77777777777777777777777777777777" } }));
token.addGrant({ key: "ip_messaging", toPayload: () => ({ "service_sid": "IS11111111111111111111111111111111", "endpoint_id": "dev-1", "deployment_role_sid": "RL44444444444444444444444444444444", "push_credential_sid": "CR33333333333333333333333333333333" }) });
token.addGrant({ key: "rtc", toPayload: () => ({ "configuration_profile_sid": "VS44444444444444444444444444444444" }) });
token.addGrant({ key: "tomorrow", toPayload: () => ({ "x": [1, 2.50] }) });

console.log(token.toJwt());
