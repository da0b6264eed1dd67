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
    3600,
    "alice"
);
$token->addGrant((new VoiceGrant())
    ->setOutgoingApplication("AP22222222222222222222222222222222", ["it's \"quoted\" \\ back\\slash" => "it's \"quoted\" \\ back\\slash", "line\nfeed\u{d}\u{9}tab" => "line\nfeed\u{d}\u{9}tab", "\${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id)" => "\${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF" => "</script><!-- ?> */ // ''' \"\"\" EOF", "\u{0}\u{1}\u{7f}\u{85}" => "\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}" => "\u{2028}\u{2029}\u{feff}\u{a0}", "\u{202e}evil\u{2066}" => "\u{202e}evil\u{2066}", "👩\u{200d}🚀 Комната é" => "👩\u{200d}🚀 Комната é", "\\u0022 \\\"); exit(); //" => "\\u0022 \\\"); exit(); //", "\\" => "\\", "\"" => "\"", "'" => "'", "#" => "#", "\u{10ffff}�\u{e000}" => "\u{10ffff}�\u{e000}", "__proto__" => "__proto__", "0" => "0", "" => ""])
    ->setEndpointId("it's \"quoted\" \\ back\\slash line\nfeed\u{d}\u{9}tab \${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u{0}\u{1}\u{7f}\u{85} \u{2028}\u{2029}\u{feff}\u{a0} \u{202e}evil\u{2066} 👩\u{200d}🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' # \u{10ffff}�\u{e000} __proto__ 0 "));

echo $token->toJWT(), "\n";

function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}
