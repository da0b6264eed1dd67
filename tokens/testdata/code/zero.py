# pip install twilio
# Account, API key and secret come from the environment of this program: keep it on a server.
import os

from twilio.jwt.access_token import AccessToken, AccessTokenGrant
from twilio.jwt.access_token.grants import VoiceGrant


class Grant(AccessTokenGrant):
    """A grant that no class of the library makes."""

    key = None

    def __init__(self, key, payload):
        self.key = key
        self.payload = payload

    def to_payload(self):
        return self.payload


token = AccessToken(
    os.environ["TWILIO_ACCOUNT_SID"],
    os.environ["TWILIO_API_KEY_SID"],
    os.environ["TWILIO_API_KEY_SECRET"],
    identity="0",
    ttl=3600,
    nbf=0,
    region="au1",
)
token.add_grant(VoiceGrant(
    outgoing_application_sid="AP22222222222222222222222222222222",
    outgoing_application_params={"0": "a", "1": "b"},
))
token.add_grant(Grant("list", []))
token.add_grant(Grant("null", None))
token.add_grant(Grant("text", "0"))
token.add_grant(Grant("number", 0.10))
token.add_grant(Grant("list-like", {"0": [{"0": {}}]}))

print(token.to_jwt())
