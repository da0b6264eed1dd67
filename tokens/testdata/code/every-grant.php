<?php
// composer require twilio/sdk
// Account, API key and secret come from the environment of this program: keep it on a server.
require __DIR__ . "/vendor/autoload.php";

use Twilio\Jwt\AccessToken;
use Twilio\Jwt\Grants\ChatGrant;
use Twilio\Jwt\Grants\Grant;
use Twilio\Jwt\Grants\PlaybackGrant;
use Twilio\Jwt\Grants\SyncGrant;
use Twilio\Jwt\Grants\TaskRouterGrant;
use Twilio\Jwt\Grants\VoiceGrant;

// A grant that no class of the library makes.
class OtherGrant implements Grant
{
    public function __construct(private string $key, private array $payload)
    {
    }

    public function getGrantKey(): string
    {
        return $this->key;
    }

    public function getPayload(): array
    {
        return $this->payload;
    }
}

$token = new AccessToken(
    env("TWILIO_ACCOUNT_SID"),
    env("TWILIO_API_KEY_SID"),
    env("TWILIO_API_KEY_SECRET"),
    86400,
    "alice"
);
$token->addGrant((new VoiceGrant())
    ->setIncomingAllow(true)
    ->setOutgoingApplication("AP22222222222222222222222222222222", ["n" => 9007199254740991, "yes" => true, "list" => [1, (object) [], [], null, -1.5e-7, "x"]])
    ->setPushCredentialSid("CR33333333333333333333333333333333")
    ->setEndpointId("dev-1"));
$token->addGrant(new OtherGrant("video", ["room" => "Комната/№5 <&>", "configuration_profile_sid" => "VS44444444444444444444444444444444"]));
$token->addGrant((new ChatGrant())
    ->setServiceSid("IS11111111111111111111111111111111")
    ->setEndpointId("dev-1")
    ->setDeploymentRoleSid("RL44444444444444444444444444444444")
    ->setPushCredentialSid("CR33333333333333333333333333333333"));
$token->addGrant((new SyncGrant())
    ->setServiceSid("default")
    ->setEndpointId("dev-1"));
$token->addGrant((new TaskRouterGrant())
    ->setWorkspaceSid("WS55555555555555555555555555555555")
    ->setWorkerSid("WK66666666666666666666666666666666")
    ->setRole("worker"));
$token->addGrant((new PlaybackGrant())->setGrant(["requestCredentials" => null, "playbackUrl" => "https://example.com/v1.m3u8?token=x", "playerStreamerSid" => "VJ77777777777777777777777777777777"]));
$token->addGrant(new OtherGrant("ip_messaging", ["service_sid" => "IS11111111111111111111111111111111", "endpoint_id" => "dev-1", "deployment_role_sid" => "RL44444444444444444444444444444444", "push_credential_sid" => "CR33333333333333333333333333333333"]));
$token->addGrant(new OtherGrant("rtc", ["configuration_profile_sid" => "VS44444444444444444444444444444444"]));
$token->addGrant(new OtherGrant("tomorrow", ["x" => [1, 2.50]]));

echo $token->toJWT(), "\n";

function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}
