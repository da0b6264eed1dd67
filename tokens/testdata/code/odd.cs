// dotnet add package Twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
using System;
using System.Collections.Generic;
using System.Text.Json;
using Twilio.Jwt.AccessToken;

class Program
{
    static void Main()
    {
        var grants = new HashSet<IGrant>();
        grants.Add(new SyncGrant
        {
            ServiceSid = "default",
            EndpointId = "it's \"quoted\" \\ back\\slash line\nfeed\u000d\u0009tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u0000\u0001\u007f\u0085 \u2028\u2029\ufeff\u00a0 \u202eevil\u2066 👩\u200d🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' # \U0010ffff�\ue000 __proto__ 0 ",
        });
        grants.Add(new TaskRouterGrant { Role = "it's \"quoted\" \\ back\\slash" });
        grants.Add(new PlaybackGrant { Grant = new Dictionary<string, object> { ["requestCredentials"] = JsonDocument.Parse("{\"it's \\\"quoted\\\" \\\\ back\\\\slash\": \"it's \\\"quoted\\\" \\\\ back\\\\slash\", \"line\\nfeed\\u000d\\u0009tab\": \"line\\nfeed\\u000d\\u0009tab\", \"${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\\\(id)\": \"${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\\\(id)\", \"</script><!-- ?> */ // ''' \\\"\\\"\\\" EOF\": \"</script><!-- ?> */ // ''' \\\"\\\"\\\" EOF\", \"\\u0000\\u0001\\u007f\\u0085\": \"\\u0000\\u0001\\u007f\\u0085\", \"\\u2028\\u2029\\ufeff\\u00a0\": \"\\u2028\\u2029\\ufeff\\u00a0\", \"\\u202eevil\\u2066\": \"\\u202eevil\\u2066\", \"👩\\u200d🚀 Комната é\": \"👩\\u200d🚀 Комната é\", \"\\\\u0022 \\\\\\\"); exit(); //\": \"\\\\u0022 \\\\\\\"); exit(); //\", \"\\\\\": \"\\\\\", \"\\\"\": \"\\\"\", \"'\": \"'\", \"#\": \"#\", \"\\udbff\\udfff�\\ue000\": \"\\udbff\\udfff�\\ue000\", \"__proto__\": \"__proto__\", \"0\": \"0\", \"\": \"\"}").RootElement, ["playbackUrl"] = "</script><!-- ?> */ // ''' \"\"\" EOF" } });
        grants.Add(new OtherGrant { Key = "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", Payload = JsonDocument.Parse("{\"it's \\\"quoted\\\" \\\\ back\\\\slash\": \"it's \\\"quoted\\\" \\\\ back\\\\slash\", \"line\\nfeed\\u000d\\u0009tab\": \"line\\nfeed\\u000d\\u0009tab\", \"${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\\\(id)\": \"${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\\\(id)\", \"</script><!-- ?> */ // ''' \\\"\\\"\\\" EOF\": \"</script><!-- ?> */ // ''' \\\"\\\"\\\" EOF\", \"\\u0000\\u0001\\u007f\\u0085\": \"\\u0000\\u0001\\u007f\\u0085\", \"\\u2028\\u2029\\ufeff\\u00a0\": \"\\u2028\\u2029\\ufeff\\u00a0\", \"\\u202eevil\\u2066\": \"\\u202eevil\\u2066\", \"👩\\u200d🚀 Комната é\": \"👩\\u200d🚀 Комната é\", \"\\\\u0022 \\\\\\\"); exit(); //\": \"\\\\u0022 \\\\\\\"); exit(); //\", \"\\\\\": \"\\\\\", \"\\\"\": \"\\\"\", \"'\": \"'\", \"#\": \"#\", \"\\udbff\\udfff�\\ue000\": \"\\udbff\\udfff�\\ue000\", \"__proto__\": \"__proto__\", \"0\": \"0\", \"\": \"\"}").RootElement });
        grants.Add(new OtherGrant { Key = "\u0000\u0001\u007f\u0085", Payload = JsonDocument.Parse("\"\\u2028\\u2029\\ufeff\\u00a0\"").RootElement });

        // In whole seconds: the library rounds what is left of one.
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new Token(
            Env("TWILIO_ACCOUNT_SID"),
            Env("TWILIO_API_KEY_SID"),
            Env("TWILIO_API_KEY_SECRET"),
            identity: "it's \"quoted\" \\ back\\slash line\nfeed\u000d\u0009tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u0000\u0001\u007f\u0085 \u2028\u2029\ufeff\u00a0",
            expiration: DateTimeOffset.FromUnixTimeSeconds(now + 3600).UtcDateTime,
            grants: grants);
        Console.WriteLine(token.ToJwt());
    }

    static string Env(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException(name + " is not set");
}

/// <summary>A grant that no class of the library makes.</summary>
class OtherGrant : IGrant
{
    public string Key { get; set; }
    public object Payload { get; set; }
}
