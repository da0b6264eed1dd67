// Maven: com.twilio.sdk:twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
import com.fasterxml.jackson.databind.util.RawValue;
import com.twilio.jwt.accesstoken.*;
import java.util.*;

public class Mint {
    public static void main(String[] args) {
        AccessToken token = new AccessToken.Builder(
                env("TWILIO_ACCOUNT_SID"), env("TWILIO_API_KEY_SID"), env("TWILIO_API_KEY_SECRET"))
            .identity("alice")
            .ttl(86400)
            .grant(new VoiceGrant()
                .setIncomingAllow(true)
                .setOutgoingApplication("AP22222222222222222222222222222222", Map.of("n", new RawValue("9007199254740991"), "yes", new RawValue("true"), "list", new RawValue("[1, {}, [], null, -1.5e-7, \"x\"]")))
                .setPushCredentialSid("CR33333333333333333333333333333333")
                .setEndpointId("dev-1"))
            .grant(new OtherGrant("video", new RawValue("{\"room\": \"\u041a\u043e\u043c\u043d\u0430\u0442\u0430/\u21165 <&>\", \"configuration_profile_sid\": \"VS44444444444444444444444444444444\"}")))
            .grant(new ChatGrant()
                .setServiceSid("IS11111111111111111111111111111111")
                .setEndpointId("dev-1")
                .setDeploymentRoleSid("RL44444444444444444444444444444444")
                .setPushCredentialSid("CR33333333333333333333333333333333"))
            .grant(new SyncGrant()
                .setServiceSid("default")
                .setEndpointId("dev-1"))
            .grant(new TaskRouterGrant()
                .setWorkspaceSid("WS55555555555555555555555555555555")
                .setWorkerSid("WK66666666666666666666666666666666")
                .setRole("worker"))
            .grant(new PlaybackGrant().setGrant(Map.of("requestCredentials", new RawValue("null"), "playbackUrl", "https://example.com/v1.m3u8?token=x", "playerStreamerSid", "VJ77777777777777777777777777777777")))
            .grant(new OtherGrant("ip_messaging", new RawValue("{\"service_sid\": \"IS11111111111111111111111111111111\", \"endpoint_id\": \"dev-1\", \"deployment_role_sid\": \"RL44444444444444444444444444444444\", \"push_credential_sid\": \"CR33333333333333333333333333333333\"}")))
            .grant(new OtherGrant("rtc", new RawValue("{\"configuration_profile_sid\": \"VS44444444444444444444444444444444\"}")))
            .grant(new OtherGrant("tomorrow", new RawValue("{\"x\": [1, 2.50]}")))
            .build();
        System.out.println(token.toJwt());
    }

    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }

    /** A grant that no class of the library makes. */
    private record OtherGrant(String getGrantKey, Object getPayload) implements Grant {}
}
