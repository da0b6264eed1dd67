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
        grants.Add(new VoiceGrant
        {
            OutgoingApplicationSid = "AP22222222222222222222222222222222",
            OutgoingApplicationParams = new Dictionary<string, string> { ["0"] = "a", ["1"] = "b" },
        });
        grants.Add(new OtherGrant { Key = "list", Payload = JsonDocument.Parse("[]").RootElement });
        grants.Add(new OtherGrant { Key = "null", Payload = JsonDocument.Parse("null").RootElement });
        grants.Add(new OtherGrant { Key = "text", Payload = JsonDocument.Parse("\"0\"").RootElement });
        grants.Add(new OtherGrant { Key = "number", Payload = JsonDocument.Parse("0.10").RootElement });
        grants.Add(new OtherGrant { Key = "list-like", Payload = JsonDocument.Parse("{\"0\": [{\"0\": {}}]}").RootElement });

        // In whole seconds: the library rounds what is left of one.
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new Token(
            Env("TWILIO_ACCOUNT_SID"),
            Env("TWILIO_API_KEY_SID"),
            Env("TWILIO_API_KEY_SECRET"),
            identity: "0",
            expiration: DateTimeOffset.FromUnixTimeSeconds(now + 3600).UtcDateTime,
            nbf: DateTimeOffset.FromUnixTimeSeconds(0).UtcDateTime,
            region: "au1",
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
