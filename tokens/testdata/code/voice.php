<?php
// composer require twilio/sdk
// Account, API key and secret come from the environment of this program: keep it on a server.
require __DIR__ . "/vendor/autoload.php";

use Twilio\Jwt\AccessToken;
use Twilio\Jwt\Grants\VoiceGrant;

$token = new AccessToken(
    env("TWILIO_ACCOUNT_SID"),
    env("TWILIO_API_KEY_SID"),
    env("TWILIO_API_KEY_SECRET"),
    7200,
    "alice"
);
$token->addGrant((new VoiceGrant())
    ->setIncomingAllow(true)
    ->setOutgoingApplication("AP22222222222222222222222222222222", ["department" => "sales", "tier" => "gold"])
    ->setPushCredentialSid("CR33333333333333333333333333333333"));

echo $token->toJWT(), "\n";

function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}
