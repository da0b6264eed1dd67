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
            OutgoingApplicationParams = new Dictionary<string, string>(),
        });
        grants.Add(new VideoGrant { Room = "0" });
        grants.Add(new ChatGrant { ServiceSid = "IS11111111111111111111111111111111" });
        grants.Add(new TaskRouterGrant());
        grants.Add(new PlaybackGrant { Grant = new Dictionary<string, object>() });
        grants.Add(new OtherGrant { Key = "data_sync", Payload = JsonDocument.Parse("{\"service_sid\": \"default\", \"endpoint_id\": \"\", \"more\": [{\"0\": 1}, {\"0\": 1, \"1\": 2}, {\"1\": 1}]}").RootElement });
        grants.Add(new OtherGrant { Key = "7", Payload = JsonDocument.Parse("{}").RootElement });
        grants.Add(new OtherGrant { Key = "list", Payload = JsonDocument.Parse("[[], {}, 1e2]").RootElement });

        // In whole seconds: the library rounds what is left of one.
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new Token(
            Env("TWILIO_ACCOUNT_SID"),
            Env("TWILIO_API_KEY_SID"),
            Env("TWILIO_API_KEY_SECRET"),
            identity: "alice",
            expiration: DateTimeOffset.FromUnixTimeSeconds(now + 1).UtcDateTime,
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
