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
            .ttl(1)
            .grant(new VoiceGrant().setOutgoingApplication("AP22222222222222222222222222222222", Map.of()))
            .grant(new VideoGrant().setRoom("0"))
            .grant(new ChatGrant().setServiceSid("IS11111111111111111111111111111111"))
            .grant(new TaskRouterGrant())
            .grant(new PlaybackGrant().setGrant(Map.of()))
            .grant(new OtherGrant("data_sync", new RawValue("{\"service_sid\": \"default\", \"endpoint_id\": \"\", \"more\": [{\"0\": 1}, {\"0\": 1, \"1\": 2}, {\"1\": 1}]}")))
            .grant(new OtherGrant("7", new RawValue("{}")))
            .grant(new OtherGrant("list", new RawValue("[[], {}, 1e2]")))
            .build();
        System.out.println(token.toJwt());
    }

    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }

    /** A grant that no class of the library makes. */
    private record OtherGrant(String getGrantKey, Object getPayload) implements Grant {}
}
