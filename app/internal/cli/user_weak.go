package cli

import (
	"strings"
	"unicode/utf8"

	"mintmark/app/internal/password"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

// minPassword is how many characters a password has at least.
//
// Source: NIST SP 800-63B, 5.1.1.2. It wants no rules about kinds of characters,
// and what is expected or commonly used refused.
const minPassword = 8

// commonPasswords are the most used ones of at least that length, in small
// letters, and what people write who test this program.
var commonPasswords = strings.Fields(`
00000000 0123456789 11111111 111111111 1111111111 11223344 12121212 12341234 123123123 12344321 12345678 123456789 1234567890 12345678910
123456abc 1234abcd 123qweasd 147258369 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 22222222 55555555 66666666 77777777 87654321
88888888 987654321 9876543210 99999999 a1234567 a12345678 aa123456 aaaaaaaa abc12345 abcd1234 abcdefgh access14 admin123 admin1234 adminadmin
administrator alexander asdf1234 asdfasdf asdfghjk asdfghjkl baseball baseball1 basketball blink182 butterfly changeme changeme1 charlie1
chocolate christian claudia1 computer corvette danielle darkness december dragon123 einstein elephant explorer fernando football football1
friendly front242 garfield gateway1 greenday hahahaha hallo123 hello123 hellohello helloworld icecream iloveyou iloveyou1 internet jennifer
jonathan jordan23 kimberly lastfm12 letmein1 letmein123 liverpool manchester marlboro master123 maverick mercedes metallica michael1 michelle
midnight minecraft mintmark mintmark1 mintmark123 monkey123 mountain mustang1 nicholas nintendo p@ssw0rd p@ssword pa55word pa55w0rd passw0rd
password password! password1 password1! password12 password123 password1234 password2 passwort passwort1 patricia peaches1 pokemon1 precious
princess princess1 q1w2e3r4 q1w2e3r4t5 qazwsxedc qqqqqqqq qwer1234 qwerasdf qwerty12 qwerty123 qwerty1234 qwertyui qwertyuiop qwertzuiop
rainbow1 realmadrid remember rootroot rush2112 samantha samsung1 scorpion secret123 security september serenity shadow123 skywalker slipknot
snowball spiderman starwars steelers stephanie summer123 sunflower sunshine sunshine1 superman superman1 superstar swordfish sysadmin
target123 test1234 testtest trustno1 twilio123 twilio1234 twiliotwilio undertaker username valentina veronica victoria voldemort welcome1
welcome123 westside whatever william1 winter123 wolverine xxxxxxxx zaq12wsx zxcvbnm1 zxcvbnm123`)

// refuseWeak is for passwords that others guess first.
func refuseWeak(name store.Name, typed secret.Text) error {
	text := typed.Reveal()
	folded := strings.ToLower(strings.TrimSpace(text))
	hint := "a few words that come to nobody else's mind are good, and easy to keep"
	switch {
	case len(text) > password.MaxLen:
		return nil // the hasher says so
	case utf8.RuneCountInString(text) < minPassword:
		return usage(hint, "password is too short: want %d characters or more", minPassword)
	case isName(folded, string(name)):
		return usage(hint, "password is the name of the user, more or less")
	case isCommon(folded):
		return usage(hint, "password is one of those that are tried first")
	}
	return nil
}

// isName reports whether a text is the name, backwards or twice or with digits
// and signs around it perhaps.
func isName(text, name string) bool {
	bare := strings.Trim(text, "0123456789!?.-_*#$ ")
	name = strings.ToLower(name)
	local, _, _ := strings.Cut(name, "@")
	for _, n := range []string{name, local, strings.Trim(local, "0123456789")} {
		if n != "" && (text == n || bare == n || bare == n+n || bare == backwards(n)) {
			return true
		}
	}
	return false
}

func backwards(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		b.WriteRune(r)
		s = s[:len(s)-size]
	}
	return b.String()
}

// isCommon knows the common ones, and one character many times.
func isCommon(text string) bool {
	for _, common := range commonPasswords {
		if text == common {
			return true
		}
	}
	r, _ := utf8.DecodeRuneInString(text)
	return strings.Trim(text, string(r)) == ""
}
