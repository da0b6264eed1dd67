// Maven: com.twilio.sdk:twilio
// Account, API key and secret come from the environment of this program: keep it on a server.
import com.twilio.jwt.accesstoken.*;
import java.util.*;

public class Mint {
    public static void main(String[] args) {
        AccessToken token = new AccessToken.Builder(
                env("TWILIO_ACCOUNT_SID"), env("TWILIO_API_KEY_SID"), env("TWILIO_API_KEY_SECRET"))
            .identity("alice")
            .ttl(3600)
            .grant(new VoiceGrant()
                .setOutgoingApplication("AP22222222222222222222222222222222", Map.ofEntries(Map.entry("it's \"quoted\" \\ back\\slash", "it's \"quoted\" \\ back\\slash"), Map.entry("line\nfeed\015\011tab", "line\nfeed\015\011tab"), Map.entry("${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)"), Map.entry("</script><!-- ?> */ // ''' \"\"\" EOF", "</script><!-- ?> */ // ''' \"\"\" EOF"), Map.entry("\000\001\177\u0085", "\000\001\177\u0085"), Map.entry("\u2028\u2029\ufeff\u00a0", "\u2028\u2029\ufeff\u00a0"), Map.entry("\u202eevil\u2066", "\u202eevil\u2066"), Map.entry("\ud83d\udc69\u200d\ud83d\ude80 \u041a\u043e\u043c\u043d\u0430\u0442\u0430 \u00e9", "\ud83d\udc69\u200d\ud83d\ude80 \u041a\u043e\u043c\u043d\u0430\u0442\u0430 \u00e9"), Map.entry("\\u0022 \\\"); exit(); //", "\\u0022 \\\"); exit(); //"), Map.entry("\\", "\\"), Map.entry("\"", "\""), Map.entry("'", "'"), Map.entry("#", "#"), Map.entry("\udbff\udfff\ufffd\ue000", "\udbff\udfff\ufffd\ue000"), Map.entry("__proto__", "__proto__"), Map.entry("0", "0"), Map.entry("", "")))
                .setEndpointId("it's \"quoted\" \\ back\\slash line\nfeed\015\011tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \000\001\177\u0085 \u2028\u2029\ufeff\u00a0 \u202eevil\u2066 \ud83d\udc69\u200d\ud83d\ude80 \u041a\u043e\u043c\u043d\u0430\u0442\u0430 \u00e9 \\u0022 \\\"); exit(); // \\ \" ' # \udbff\udfff\ufffd\ue000 __proto__ 0 "))
            .build();
        System.out.println(token.toJwt());
    }

    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }
}
