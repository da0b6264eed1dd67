#!/bin/sh
# This token comes from a server that was started with
#
#     mintmark serve --ttl 3600 --grant '{"voice": {"outgoing": {"application_sid": "AP22222222222222222222222222222222", "params": {"it'\''s \"quoted\" \\ back\\slash": "it'\''s \"quoted\" \\ back\\slash", "line\nfeed\u000d\u0009tab": "line\nfeed\u000d\u0009tab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)": "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "</script><!-- ?> */ // '\'''\'''\'' \"\"\" EOF": "</script><!-- ?> */ // '\'''\'''\'' \"\"\" EOF", "\u0000\u0001\u007f\u0085": "\u0000\u0001\u007f\u0085", "\u2028\u2029\ufeff\u00a0": "\u2028\u2029\ufeff\u00a0", "\u202eevil\u2066": "\u202eevil\u2066", "👩\u200d🚀 Комната é": "👩\u200d🚀 Комната é", "\\u0022 \\\"); exit(); //": "\\u0022 \\\"); exit(); //", "\\": "\\", "\"": "\"", "'\''": "'\''", "#": "#", "\udbff\udfff�\ue000": "\udbff\udfff�\ue000", "__proto__": "__proto__", "0": "0", "": ""}}, "endpoint_id": "it'\''s \"quoted\" \\ back\\slash line\nfeed\u000d\u0009tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // '\'''\'''\'' \"\"\" EOF \u0000\u0001\u007f\u0085 \u2028\u2029\ufeff\u00a0 \u202eevil\u2066 👩\u200d🚀 Комната é \\u0022 \\\"); exit(); // \\ \" '\'' # \udbff\udfff�\ue000 __proto__ 0 "}}'
#
# and who logs in is who it is for. It needs curl and jq.
set -eu
: "${MINTMARK_URL:=http://127.0.0.1:8080}" "${MINTMARK_PASSWORD:?is not set}"
export MINTMARK_PASSWORD

login=$(jq --null-input '{username: "alice", password: env.MINTMARK_PASSWORD}')
answer=$(printf '%s' "$login" | curl --fail-with-body --silent --show-error \
  --header 'Content-Type: application/json' --data-binary @- "$MINTMARK_URL/token") ||
  { printf '%s\n' "$answer" >&2; exit 1; }
printf '%s' "$answer" | jq --raw-output .token
