<?php
// composer require twilio/sdk
// Account, API key and secret come from the environment of this program: keep it on a server.
require __DIR__ . "/vendor/autoload.php";

use Twilio\Jwt\AccessToken;
use Twilio\Jwt\Grants\ChatGrant;
use Twilio\Jwt\Grants\Grant;
use Twilio\Jwt\Grants\PlaybackGrant;
use Twilio\Jwt\Grants\TaskRouterGrant;

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
    1,
    "alice"
);
$token->addGrant(new OtherGrant("voice", ["outgoing" => ["application_sid" => "AP22222222222222222222222222222222", "params" => (object) []]]));
$token->addGrant(new OtherGrant("video", ["room" => "0"]));
$token->addGrant((new ChatGrant())->setServiceSid("IS11111111111111111111111111111111"));
$token->addGrant(new TaskRouterGrant());
$token->addGrant((new PlaybackGrant())->setGrant([]));
$token->addGrant(new OtherGrant("data_sync", ["service_sid" => "default", "endpoint_id" => "", "more" => [(object) ["0" => 1], (object) ["0" => 1, "1" => 2], ["1" => 1]]]));
$token->addGrant(new OtherGrant("7", []));
$token->addGrant(new OtherGrant("list", [[], (object) [], 1e2]));

echo $token->toJWT(), "\n";

function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}
