// Maven: com.twilio.sdk:twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
import com.twilio.jwt.accesstoken.*;
import java.util.*;

public class Mint {
    public static void main(String[] args) {
        AccessToken token = new AccessToken.Builder(
                env("TWILIO_ACCOUNT_SID"), env("TWILIO_API_KEY_SID"), env("TWILIO_API_KEY_SECRET"))
            .identity("alice")
            .ttl(7200)
            .grant(new VoiceGrant()
                .setIncomingAllow(true)
                .setOutgoingApplication("AP22222222222222222222222222222222", Map.of("department", "sales", "tier", "gold"))
                .setPushCredentialSid("CR33333333333333333333333333333333"))
            .build();
        System.out.println(token.toJwt());
    }

    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }
}
