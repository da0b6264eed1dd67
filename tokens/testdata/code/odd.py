# pip install twilio
# Account, API key and secret come from the environment of this program: keep it on a server.
import os

from twilio.jwt.access_token import AccessToken, AccessTokenGrant
from twilio.jwt.access_token.grants import PlaybackGrant, SyncGrant, TaskRouterGrant


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
    identity="it's \"quoted\" \\ back\\slash line\nfeed\u000d\u0009tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u0000\u0001\u007f\u0085 \u2028\u2029\ufeff\u00a0",
    ttl=3600,
    nbf=None,  # the default is now: too early for a clock that runs behind
)
token.add_grant(SyncGrant(
    service_sid="default",
    endpoint_id="it's \"quoted\" \\ back\\slash line\nfeed\u000d\u0009tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u0000\u0001\u007f\u0085 \u2028\u2029\ufeff\u00a0 \u202eevil\u2066 👩\u200d🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' # \U0010ffff�\ue000 __proto__ 0 ",
))
token.add_grant(TaskRouterGrant(role="it's \"quoted\" \\ back\\slash"))
token.add_grant(PlaybackGrant(grant={"requestCredentials": {"it's \"quoted\" \\ back\\slash": "it's \"quoted\" \\ back\\slash", "line\nfeed\u000d\u0009tab": "line\nfeed\u000d\u0009tab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)": "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF": "</script><!-- ?> */ // ''' \"\"\" EOF", "\u0000\u0001\u007f\u0085": "\u0000\u0001\u007f\u0085", "\u2028\u2029\ufeff\u00a0": "\u2028\u2029\ufeff\u00a0", "\u202eevil\u2066": "\u202eevil\u2066", "👩\u200d🚀 Комната é": "👩\u200d🚀 Комната é", "\\u0022 \\\"); exit(); //": "\\u0022 \\\"); exit(); //", "\\": "\\", "\"": "\"", "'": "'", "#": "#", "\U0010ffff�\ue000": "\U0010ffff�\ue000", "__proto__": "__proto__", "0": "0", "": ""}, "playbackUrl": "</script><!-- ?> */ // ''' \"\"\" EOF"}))
token.add_grant(Grant("${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", {"it's \"quoted\" \\ back\\slash": "it's \"quoted\" \\ back\\slash", "line\nfeed\u000d\u0009tab": "line\nfeed\u000d\u0009tab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)": "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF": "</script><!-- ?> */ // ''' \"\"\" EOF", "\u0000\u0001\u007f\u0085": "\u0000\u0001\u007f\u0085", "\u2028\u2029\ufeff\u00a0": "\u2028\u2029\ufeff\u00a0", "\u202eevil\u2066": "\u202eevil\u2066", "👩\u200d🚀 Комната é": "👩\u200d🚀 Комната é", "\\u0022 \\\"); exit(); //": "\\u0022 \\\"); exit(); //", "\\": "\\", "\"": "\"", "'": "'", "#": "#", "\U0010ffff�\ue000": "\U0010ffff�\ue000", "__proto__": "__proto__", "0": "0", "": ""}))
token.add_grant(Grant("\u0000\u0001\u007f\u0085", "\u2028\u2029\ufeff\u00a0"))

print(token.to_jwt())
