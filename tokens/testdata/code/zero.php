<?php
// composer require twilio/sdk
// Account, API key and secret come from the environment of this program: keep it on a server.
require __DIR__ . "/vendor/autoload.php";

use Twilio\Jwt\JWT;

// AccessToken drops an identity of "0", and takes grants that are arrays only.
$key = env("TWILIO_API_KEY_SID");
$now = time();
$claims = [
    "jti" => "$key-$now",
    "iss" => $key,
    "sub" => env("TWILIO_ACCOUNT_SID"),
    "exp" => $now + 3600,
    "nbf" => 0,
    "grants" => ["identity" => "0", "voice" => ["outgoing" => ["application_sid" => "AP22222222222222222222222222222222", "params" => (object) ["0" => "a", "1" => "b"]]], "list" => [], "null" => null, "text" => "0", "number" => 0.10, "list-like" => (object) ["0" => [(object) ["0" => (object) []]]]],
];
$header = ["cty" => "twilio-fpa;v=1", "twr" => "au1"];

echo JWT::encode($claims, env("TWILIO_API_KEY_SECRET"), "HS256", $header), "\n";

function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}
