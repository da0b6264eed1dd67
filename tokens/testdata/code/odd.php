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
    "grants" => ["identity" => "it's \"quoted\" \\ back\\slash line\nfeed\u{d}\u{9}tab \${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u{0}\u{1}\u{7f}\u{85} \u{2028}\u{2029}\u{feff}\u{a0}", "data_sync" => ["service_sid" => "default", "endpoint_id" => "it's \"quoted\" \\ back\\slash line\nfeed\u{d}\u{9}tab \${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u{0}\u{1}\u{7f}\u{85} \u{2028}\u{2029}\u{feff}\u{a0} \u{202e}evil\u{2066} 👩\u{200d}🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' # \u{10ffff}�\u{e000} __proto__ 0 "], "task_router" => ["role" => "it's \"quoted\" \\ back\\slash"], "player" => ["requestCredentials" => ["it's \"quoted\" \\ back\\slash" => "it's \"quoted\" \\ back\\slash", "line\nfeed\u{d}\u{9}tab" => "line\nfeed\u{d}\u{9}tab", "\${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id)" => "\${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF" => "</script><!-- ?> */ // ''' \"\"\" EOF", "\u{0}\u{1}\u{7f}\u{85}" => "\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}" => "\u{2028}\u{2029}\u{feff}\u{a0}", "\u{202e}evil\u{2066}" => "\u{202e}evil\u{2066}", "👩\u{200d}🚀 Комната é" => "👩\u{200d}🚀 Комната é", "\\u0022 \\\"); exit(); //" => "\\u0022 \\\"); exit(); //", "\\" => "\\", "\"" => "\"", "'" => "'", "#" => "#", "\u{10ffff}�\u{e000}" => "\u{10ffff}�\u{e000}", "__proto__" => "__proto__", "0" => "0", "" => ""], "playbackUrl" => "</script><!-- ?> */ // ''' \"\"\" EOF"], "\${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id)" => ["it's \"quoted\" \\ back\\slash" => "it's \"quoted\" \\ back\\slash", "line\nfeed\u{d}\u{9}tab" => "line\nfeed\u{d}\u{9}tab", "\${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id)" => "\${x} #{x} #\$x #@x \$x {\$x} %s %d {{x}} `id` \$(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF" => "</script><!-- ?> */ // ''' \"\"\" EOF", "\u{0}\u{1}\u{7f}\u{85}" => "\u{0}\u{1}\u{7f}\u{85}", "\u{2028}\u{2029}\u{feff}\u{a0}" => "\u{2028}\u{2029}\u{feff}\u{a0}", "\u{202e}evil\u{2066}" => "\u{202e}evil\u{2066}", "👩\u{200d}🚀 Комната é" => "👩\u{200d}🚀 Комната é", "\\u0022 \\\"); exit(); //" => "\\u0022 \\\"); exit(); //", "\\" => "\\", "\"" => "\"", "'" => "'", "#" => "#", "\u{10ffff}�\u{e000}" => "\u{10ffff}�\u{e000}", "__proto__" => "__proto__", "0" => "0", "" => ""], "\u{0}\u{1}\u{7f}\u{85}" => "\u{2028}\u{2029}\u{feff}\u{a0}"],
];
$header = ["cty" => "twilio-fpa;v=1"];

echo JWT::encode($claims, env("TWILIO_API_KEY_SECRET"), "HS256", $header), "\n";

function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}
