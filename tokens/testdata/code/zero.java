// Maven: com.twilio.sdk:twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
import com.fasterxml.jackson.databind.util.RawValue;
import com.twilio.jwt.accesstoken.*;
import java.time.Instant;
import java.util.*;

public class Mint {
    public static void main(String[] args) {
        AccessToken token = new AccessToken.Builder(
                env("TWILIO_ACCOUNT_SID"), env("TWILIO_API_KEY_SID"), env("TWILIO_API_KEY_SECRET"))
            .identity("0")
            .ttl(3600)
            .nbf(Date.from(Instant.ofEpochSecond(0L)))
            .region("au1")
            .grant(new VoiceGrant().setOutgoingApplication("AP22222222222222222222222222222222", Map.of("0", "a", "1", "b")))
            .grant(new OtherGrant("list", new RawValue("[]")))
            .grant(new OtherGrant("null", new RawValue("null")))
            .grant(new OtherGrant("text", new RawValue("\"0\"")))
            .grant(new OtherGrant("number", new RawValue("0.10")))
            .grant(new OtherGrant("list-like", new RawValue("{\"0\": [{\"0\": {}}]}")))
            .build();
        System.out.println(token.toJwt());
    }

    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }

    /** A grant that no class of the library makes. */
    private record OtherGrant(String getGrantKey, Object getPayload) implements Grant {}
}
