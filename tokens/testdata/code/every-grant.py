# pip install twilio
# Account, API key and secret come from the environment of this program: keep it on a server.
import os

from twilio.jwt.access_token import AccessToken, AccessTokenGrant
from twilio.jwt.access_token.grants import ChatGrant, PlaybackGrant, SyncGrant, TaskRouterGrant, VoiceGrant


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
    ttl=86400,
    nbf=None,  # the default is now: too early for a clock that runs behind
)
token.add_grant(VoiceGrant(
    incoming_allow=True,
    outgoing_application_sid="AP22222222222222222222222222222222",
    outgoing_application_params={"n": 9007199254740991, "yes": True, "list": [1, {}, [], None, -1.5e-7, "x"]},
    push_credential_sid="CR33333333333333333333333333333333",
    endpoint_id="dev-1",
))
token.add_grant(Grant("video", {"room": "Комната/№5 <&>", "configuration_profile_sid": "VS44444444444444444444444444444444"}))
token.add_grant(ChatGrant(
    service_sid="IS11111111111111111111111111111111",
    endpoint_id="dev-1",
    deployment_role_sid="RL44444444444444444444444444444444",
    push_credential_sid="CR33333333333333333333333333333333",
))
token.add_grant(SyncGrant(
    service_sid="default",
    endpoint_id="dev-1",
))
token.add_grant(TaskRouterGrant(
    workspace_sid="WS55555555555555555555555555555555",
    worker_sid="WK66666666666666666666666666666666",
    role="worker",
))
token.add_grant(PlaybackGrant(grant={"requestCredentials": None, "playbackUrl": "https://example.com/v1.m3u8?token=x", "playerStreamerSid": "VJ77777777777777777777777777777777"}))
token.add_grant(Grant("ip_messaging", {"service_sid": "IS11111111111111111111111111111111", "endpoint_id": "dev-1", "deployment_role_sid": "RL44444444444444444444444444444444", "push_credential_sid": "CR33333333333333333333333333333333"}))
token.add_grant(Grant("rtc", {"configuration_profile_sid": "VS44444444444444444444444444444444"}))
token.add_grant(Grant("tomorrow", {"x": [1, 2.50]}))

print(token.to_jwt())
