// npm install twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
const { AccessToken } = require("twilio").jwt;

const token = new AccessToken(
  process.env.TWILIO_ACCOUNT_SID,
  process.env.TWILIO_API_KEY_SID,
  process.env.TWILIO_API_KEY_SECRET,
  {
    identity: "alice",
    ttl: 1,
  },
);
token.addGrant(new AccessToken.VoiceGrant({
  outgoingApplicationSid: "AP22222222222222222222222222222222",
  outgoingApplicationParams: {},
}));
token.addGrant(new AccessToken.VideoGrant({ room: "0" }));
token.addGrant(new AccessToken.ChatGrant({ serviceSid: "IS11111111111111111111111111111111" }));
token.addGrant(new AccessToken.TaskRouterGrant());
token.addGrant(new AccessToken.PlaybackGrant({ grant: {} }));
token.addGrant({ key: "data_sync", toPayload: () => ({ "service_sid": "default", "endpoint_id": "", "more": [{ "0": 1 }, { "0": 1, "1": 2 }, { "1": 1 }] }) });
token.addGrant({ key: "7", toPayload: () => ({}) });
token.addGrant({ key: "list", toPayload: () => ([[], {}, 1e2]) });

console.log(token.toJwt());
