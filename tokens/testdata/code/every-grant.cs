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
        grants.Add(new OtherGrant { Key = "voice", Payload = JsonDocument.Parse("{\"incoming\": {\"allow\": true}, \"outgoing\": {\"application_sid\": \"AP22222222222222222222222222222222\", \"params\": {\"n\": 9007199254740991, \"yes\": true, \"list\": [1, {}, [], null, -1.5e-7, \"x\"]}}, \"push_credential_sid\": \"CR33333333333333333333333333333333\", \"endpoint_id\": \"dev-1\"}").RootElement });
        grants.Add(new OtherGrant { Key = "video", Payload = JsonDocument.Parse("{\"room\": \"Комната/№5 <&>\", \"configuration_profile_sid\": \"VS44444444444444444444444444444444\"}").RootElement });
        grants.Add(new ChatGrant
        {
            ServiceSid = "IS11111111111111111111111111111111",
            EndpointId = "dev-1",
            DeploymentRoleSid = "RL44444444444444444444444444444444",
            PushCredentialSid = "CR33333333333333333333333333333333",
        });
        grants.Add(new SyncGrant
        {
            ServiceSid = "default",
            EndpointId = "dev-1",
        });
        grants.Add(new TaskRouterGrant
        {
            WorkspaceSid = "WS55555555555555555555555555555555",
            WorkerSid = "WK66666666666666666666666666666666",
            Role = "worker",
        });
        grants.Add(new PlaybackGrant { Grant = new Dictionary<string, object> { ["requestCredentials"] = JsonDocument.Parse("null").RootElement, ["playbackUrl"] = "https://example.com/v1.m3u8?token=x", ["playerStreamerSid"] = "VJ77777777777777777777777777777777" } });
        grants.Add(new OtherGrant { Key = "ip_messaging", Payload = JsonDocument.Parse("{\"service_sid\": \"IS11111111111111111111111111111111\", \"endpoint_id\": \"dev-1\", \"deployment_role_sid\": \"RL44444444444444444444444444444444\", \"push_credential_sid\": \"CR33333333333333333333333333333333\"}").RootElement });
        grants.Add(new OtherGrant { Key = "rtc", Payload = JsonDocument.Parse("{\"configuration_profile_sid\": \"VS44444444444444444444444444444444\"}").RootElement });
        grants.Add(new OtherGrant { Key = "tomorrow", Payload = JsonDocument.Parse("{\"x\": [1, 2.50]}").RootElement });

        // In whole seconds: the library rounds what is left of one.
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new Token(
            Env("TWILIO_ACCOUNT_SID"),
            Env("TWILIO_API_KEY_SID"),
            Env("TWILIO_API_KEY_SECRET"),
            identity: "alice",
            expiration: DateTimeOffset.FromUnixTimeSeconds(now + 86400).UtcDateTime,
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
