# pip install twilio
# Account, API key and secret come from the environment of this program: keep it on a server.
import os

from twilio.jwt.access_token import AccessToken

token = AccessToken(
    os.environ["TWILIO_ACCOUNT_SID"],
    os.environ["TWILIO_API_KEY_SID"],
    os.environ["TWILIO_API_KEY_SECRET"],
    identity="alice",
    ttl=3600,
    nbf=None,  # the default is now: too early for a clock that runs behind
)

print(token.to_jwt())
