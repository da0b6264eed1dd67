# pip install twilio
# Account, API key and secret come from the environment of this program: keep it on a server.
import os

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

token = AccessToken(
    os.environ["TWILIO_ACCOUNT_SID"],
    os.environ["TWILIO_API_KEY_SID"],
    os.environ["TWILIO_API_KEY_SECRET"],
    identity="alice",
    ttl=7200,
    nbf=None,  # the default is now: too early for a clock that runs behind
)
token.add_grant(VoiceGrant(
    incoming_allow=True,
    outgoing_application_sid="AP22222222222222222222222222222222",
    outgoing_application_params={"department": "sales", "tier": "gold"},
    push_credential_sid="CR33333333333333333333333333333333",
))

print(token.to_jwt())
