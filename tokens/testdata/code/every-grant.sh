#!/bin/sh
# This token comes from a server that was started with
#
#     mintmark serve --ttl 86400 --grant '{"voice": {"incoming": {"allow": true}, "outgoing": {"application_sid": "AP22222222222222222222222222222222", "params": {"n": 9007199254740991, "yes": true, "list": [1, {}, [], null, -1.5e-7, "x"]}}, "push_credential_sid": "CR33333333333333333333333333333333", "endpoint_id": "dev-1"}}' --grant '{"video": {"room": "Комната/№5 <&>", "configuration_profile_sid": "VS44444444444444444444444444444444"}}' --grant '{"chat": {"service_sid": "IS11111111111111111111111111111111", "endpoint_id": "dev-1", "deployment_role_sid": "RL44444444444444444444444444444444", "push_credential_sid": "CR33333333333333333333333333333333"}}' --grant '{"data_sync": {"service_sid": "default", "endpoint_id": "dev-1"}}' --grant '{"task_router": {"workspace_sid": "WS55555555555555555555555555555555", "worker_sid": "WK66666666666666666666666666666666", "role": "worker"}}' --grant '{"player": {"requestCredentials": null, "playbackUrl": "https://example.com/v1.m3u8?token=x", "playerStreamerSid": "VJ77777777777777777777777777777777"}}' --grant '{"ip_messaging": {"service_sid": "IS11111111111111111111111111111111", "endpoint_id": "dev-1", "deployment_role_sid": "RL44444444444444444444444444444444", "push_credential_sid": "CR33333333333333333333333333333333"}}' --grant '{"rtc": {"configuration_profile_sid": "VS44444444444444444444444444444444"}}' --grant '{"tomorrow": {"x": [1, 2.50]}}' --allow-unknown
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
