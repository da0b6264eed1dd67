#!/bin/sh
# This token comes from a server that was started with
#
#     mintmark serve --ttl 7200 --grant '{"voice": {"incoming": {"allow": true}, "outgoing": {"application_sid": "AP22222222222222222222222222222222", "params": {"department": "sales", "tier": "gold"}}, "push_credential_sid": "CR33333333333333333333333333333333"}}'
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
