// npm install twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
const { AccessToken } = require("twilio").jwt;

const token = new AccessToken(
  process.env.TWILIO_ACCOUNT_SID,
  process.env.TWILIO_API_KEY_SID,
  process.env.TWILIO_API_KEY_SECRET,
  {
    identity: "alice",
    ttl: 900,
    nbf: 1699999940,
    region: "ie1",
  },
);
token.addGrant(new AccessToken.SyncGrant({ serviceSid: "IS11111111111111111111111111111111" }));

console.log(token.toJwt());
