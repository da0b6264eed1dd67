// dotnet add package Twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
using System;
using System.Collections.Generic;
using Twilio.Jwt.AccessToken;

class Program
{
    static void Main()
    {
        var grants = new HashSet<IGrant>();
        grants.Add(new SyncGrant { ServiceSid = "IS11111111111111111111111111111111" });

        // In whole seconds: the library rounds what is left of one.
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new Token(
            Env("TWILIO_ACCOUNT_SID"),
            Env("TWILIO_API_KEY_SID"),
            Env("TWILIO_API_KEY_SECRET"),
            identity: "alice",
            expiration: DateTimeOffset.FromUnixTimeSeconds(now + 900).UtcDateTime,
            nbf: DateTimeOffset.FromUnixTimeSeconds(1699999940).UtcDateTime,
            region: "ie1",
            grants: grants);
        Console.WriteLine(token.ToJwt());
    }

    static string Env(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException(name + " is not set");
}
