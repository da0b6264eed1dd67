// Maven: com.twilio.sdk:twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
import com.fasterxml.jackson.databind.util.RawValue;
import com.twilio.jwt.accesstoken.*;
import java.util.*;

public class Mint {
    public static void main(String[] args) {
        AccessToken token = new AccessToken.Builder(
                env("TWILIO_ACCOUNT_SID"), env("TWILIO_API_KEY_SID"), env("TWILIO_API_KEY_SECRET"))
            .identity("it's \"quoted\" \\ back\\slash line\nfeed\015\011tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \000\001\177\u0085 \u2028\u2029\ufeff\u00a0")
            .ttl(3600)
            .grant(new SyncGrant()
                .setServiceSid("default")
                .setEndpointId("it's \"quoted\" \\ back\\slash line\nfeed\015\011tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \000\001\177\u0085 \u2028\u2029\ufeff\u00a0 \u202eevil\u2066 \ud83d\udc69\u200d\ud83d\ude80 \u041a\u043e\u043c\u043d\u0430\u0442\u0430 \u00e9 \\u0022 \\\"); exit(); // \\ \" ' # \udbff\udfff\ufffd\ue000 __proto__ 0 "))
            .grant(new TaskRouterGrant().setRole("it's \"quoted\" \\ back\\slash"))
            .grant(new PlaybackGrant().setGrant(Map.of("requestCredentials", new RawValue("{\"it's \\\"quoted\\\" \\\\ back\\\\slash\": \"it's \\\"quoted\\\" \\\\ back\\\\slash\", \"line\\nfeed\\u000d\\u0009tab\": \"line\\nfeed\\u000d\\u0009tab\", \"${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\\\(id)\": \"${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\\\(id)\", \"</script><!-- ?> */ // ''' \\\"\\\"\\\" EOF\": \"</script><!-- ?> */ // ''' \\\"\\\"\\\" EOF\", \"\\u0000\\u0001\\u007f\\u0085\": \"\\u0000\\u0001\\u007f\\u0085\", \"\\u2028\\u2029\\ufeff\\u00a0\": \"\\u2028\\u2029\\ufeff\\u00a0\", \"\\u202eevil\\u2066\": \"\\u202eevil\\u2066\", \"\ud83d\udc69\\u200d\ud83d\ude80 \u041a\u043e\u043c\u043d\u0430\u0442\u0430 \u00e9\": \"\ud83d\udc69\\u200d\ud83d\ude80 \u041a\u043e\u043c\u043d\u0430\u0442\u0430 \u00e9\", \"\\\\u0022 \\\\\\\"); exit(); //\": \"\\\\u0022 \\\\\\\"); exit(); //\", \"\\\\\": \"\\\\\", \"\\\"\": \"\\\"\", \"'\": \"'\", \"#\": \"#\", \"\\udbff\\udfff\ufffd\\ue000\": \"\\udbff\\udfff\ufffd\\ue000\", \"__proto__\": \"__proto__\", \"0\": \"0\", \"\": \"\"}"), "playbackUrl", "</script><!-- ?> */ // ''' \"\"\" EOF")))
            .grant(new OtherGrant("${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", new RawValue("{\"it's \\\"quoted\\\" \\\\ back\\\\slash\": \"it's \\\"quoted\\\" \\\\ back\\\\slash\", \"line\\nfeed\\u000d\\u0009tab\": \"line\\nfeed\\u000d\\u0009tab\", \"${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\\\(id)\": \"${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\\\(id)\", \"</script><!-- ?> */ // ''' \\\"\\\"\\\" EOF\": \"</script><!-- ?> */ // ''' \\\"\\\"\\\" EOF\", \"\\u0000\\u0001\\u007f\\u0085\": \"\\u0000\\u0001\\u007f\\u0085\", \"\\u2028\\u2029\\ufeff\\u00a0\": \"\\u2028\\u2029\\ufeff\\u00a0\", \"\\u202eevil\\u2066\": \"\\u202eevil\\u2066\", \"\ud83d\udc69\\u200d\ud83d\ude80 \u041a\u043e\u043c\u043d\u0430\u0442\u0430 \u00e9\": \"\ud83d\udc69\\u200d\ud83d\ude80 \u041a\u043e\u043c\u043d\u0430\u0442\u0430 \u00e9\", \"\\\\u0022 \\\\\\\"); exit(); //\": \"\\\\u0022 \\\\\\\"); exit(); //\", \"\\\\\": \"\\\\\", \"\\\"\": \"\\\"\", \"'\": \"'\", \"#\": \"#\", \"\\udbff\\udfff\ufffd\\ue000\": \"\\udbff\\udfff\ufffd\\ue000\", \"__proto__\": \"__proto__\", \"0\": \"0\", \"\": \"\"}")))
            .grant(new OtherGrant("\000\001\177\u0085", new RawValue("\"\\u2028\\u2029\\ufeff\\u00a0\"")))
            .build();
        System.out.println(token.toJwt());
    }

    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }

    /** A grant that no class of the library makes. */
    private record OtherGrant(String getGrantKey, Object getPayload) implements Grant {}
}
