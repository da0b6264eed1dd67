# pip install twilio
# Account, API key and secret come from the environment of this program: keep it on a server.
import os

from twilio.jwt.access_token import AccessToken, AccessTokenGrant
from twilio.jwt.access_token.grants import ChatGrant, PlaybackGrant, TaskRouterGrant, VideoGrant


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
    identity="alice",
    ttl=1,
    nbf=None,  # the default is now: too early for a clock that runs behind
)
token.add_grant(Grant("voice", {"outgoing": {"application_sid": "AP22222222222222222222222222222222", "params": {}}}))
token.add_grant(VideoGrant(room="0"))
token.add_grant(ChatGrant(service_sid="IS11111111111111111111111111111111"))
token.add_grant(TaskRouterGrant())
token.add_grant(PlaybackGrant(grant={}))
token.add_grant(Grant("data_sync", {"service_sid": "default", "endpoint_id": "", "more": [{"0": 1}, {"0": 1, "1": 2}, {"1": 1}]}))
token.add_grant(Grant("7", {}))
token.add_grant(Grant("list", [[], {}, 1e2]))

print(token.to_jwt())
