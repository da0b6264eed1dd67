// npm install twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
const { AccessToken } = require("twilio").jwt;

const token = new AccessToken(
  process.env.TWILIO_ACCOUNT_SID,
  process.env.TWILIO_API_KEY_SID,
  process.env.TWILIO_API_KEY_SECRET,
  {
    identity: "0",
    ttl: 3600,
    nbf: 0,
    region: "au1",
  },
);
token.addGrant(new AccessToken.VoiceGrant({
  outgoingApplicationSid: "AP22222222222222222222222222222222",
  outgoingApplicationParams: { "0": "a", "1": "b" },
}));
token.addGrant({ key: "list", toPayload: () => ([]) });
token.addGrant({ key: "null", toPayload: () => (null) });
token.addGrant({ key: "text", toPayload: () => ("0") });
token.addGrant({ key: "number", toPayload: () => (0.10) });
token.addGrant({ key: "list-like", toPayload: () => ({ "0": [{ "0": {} }] }) });

console.log(token.toJwt());
