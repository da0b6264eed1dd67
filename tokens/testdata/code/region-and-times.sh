#!/bin/sh
# This token comes from a server that was started with
#
#     mintmark serve --ttl 900 --region ie1 --grant '{"data_sync": {"service_sid": "IS11111111111111111111111111111111"}}'
#
# and who logs in is who it is for. The server leaves nbf out. It needs curl and jq.
set -eu
: "${MINTMARK_URL:=http://127.0.0.1:8080}" "${MINTMARK_PASSWORD:?is not set}"
export MINTMARK_PASSWORD

login=$(jq --null-input '{username: "alice", password: env.MINTMARK_PASSWORD}')
answer=$(printf '%s' "$login" | curl --fail-with-body --silent --show-error \
  --header 'Content-Type: application/json' --data-binary @- "$MINTMARK_URL/token") ||
  { printf '%s\n' "$answer" >&2; exit 1; }
printf '%s' "$answer" | jq --raw-output .token
