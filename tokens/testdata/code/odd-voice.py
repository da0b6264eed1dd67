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
    ttl=3600,
    nbf=None,  # the default is now: too early for a clock that runs behind
)
token.add_grant(VoiceGrant(
    outgoing_application_sid="AP22222222222222222222222222222222",
    outgoing_application_params={"it's \"quoted\" \\ back\\slash": "it's \"quoted\" \\ back\\slash", "line\nfeed\u000d\u0009tab": "line\nfeed\u000d\u0009tab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)": "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF": "</script><!-- ?> */ // ''' \"\"\" EOF", "\u0000\u0001\u007f\u0085": "\u0000\u0001\u007f\u0085", "\u2028\u2029\ufeff\u00a0": "\u2028\u2029\ufeff\u00a0", "\u202eevil\u2066": "\u202eevil\u2066", "👩\u200d🚀 Комната é": "👩\u200d🚀 Комната é", "\\u0022 \\\"); exit(); //": "\\u0022 \\\"); exit(); //", "\\": "\\", "\"": "\"", "'": "'", "#": "#", "\U0010ffff�\ue000": "\U0010ffff�\ue000", "__proto__": "__proto__", "0": "0", "": ""},
    endpoint_id="it's \"quoted\" \\ back\\slash line\nfeed\u000d\u0009tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u0000\u0001\u007f\u0085 \u2028\u2029\ufeff\u00a0 \u202eevil\u2066 👩\u200d🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' # \U0010ffff�\ue000 __proto__ 0 ",
))

print(token.to_jwt())
