// Maven: com.twilio.sdk:twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
import com.twilio.jwt.accesstoken.*;
import java.time.Instant;
import java.util.*;

public class Mint {
    public static void main(String[] args) {
        AccessToken token = new AccessToken.Builder(
                env("TWILIO_ACCOUNT_SID"), env("TWILIO_API_KEY_SID"), env("TWILIO_API_KEY_SECRET"))
            .identity("alice")
            .ttl(900)
            .nbf(Date.from(Instant.ofEpochSecond(1699999940L)))
            .region("ie1")
            .grant(new SyncGrant().setServiceSid("IS11111111111111111111111111111111"))
            .build();
        System.out.println(token.toJwt());
    }

    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }
}
