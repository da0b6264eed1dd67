# pip install twilio
# Account, API key and secret come from the environment of this program: keep it on a server.
import os

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import SyncGrant

token = AccessToken(
    os.environ["TWILIO_ACCOUNT_SID"],
    os.environ["TWILIO_API_KEY_SID"],
    os.environ["TWILIO_API_KEY_SECRET"],
    identity="alice",
    ttl=900,
    nbf=1699999940,
    region="ie1",
)
token.add_grant(SyncGrant(service_sid="IS11111111111111111111111111111111"))

print(token.to_jwt())
