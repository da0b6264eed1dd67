<?php
// composer require twilio/sdk
// Account, API key and secret come from the environment of this program: keep it on a server.
require __DIR__ . "/vendor/autoload.php";

use Twilio\Jwt\AccessToken;
use Twilio\Jwt\Grants\SyncGrant;

$token = new AccessToken(
    env("TWILIO_ACCOUNT_SID"),
    env("TWILIO_API_KEY_SID"),
    env("TWILIO_API_KEY_SECRET"),
    900,
    "alice"
);
$token->setNbf(1699999940);
$token->setRegion("ie1");
$token->addGrant((new SyncGrant())->setServiceSid("IS11111111111111111111111111111111"));

echo $token->toJWT(), "\n";

function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}
