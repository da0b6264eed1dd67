// Package tokens knows what a Twilio token is: it reads one, says what Twilio
// will make of it, and mints it.
//
// Reading never fails completely. [Decode] takes whatever was pasted, keeps
// each segment that can be read, with its exact bytes, member order, duplicate
// members and numbers, and lists every fault with its place:
//
//	t := tokens.Decode(text)
//	room, ok := t.Payload.Value.Get("grants", "video", "room").Text()
//
// Signature and claims are judged apart. [Verify] answers whether one key
// signed the token, and nothing else. [Diagnose] holds the claims against
// Twilio's rules and returns a [Verdict]: findings, each with a stable rule
// id, the place, the error code that Twilio will most likely answer, and how
// to mend it.
//
// Minting is strict. [AccessToken.Sign] refuses, before a token exists, what
// Twilio would refuse later: swapped SIDs, an auth token in place of the API
// key secret, a lifetime over 24 hours, a field that its product requires.
//
//	t := tokens.AccessToken{
//		AccountSID: "AC…", KeySID: "SK…", Identity: "alice",
//		Grants: []tokens.Grant{&tokens.Video{Room: "daily"}},
//	}
//	signed, err := t.Sign(secret)
//
// The older tokens have types of their own: [ClientCapability],
// [TaskRouterCapability] and [ClientValidation]. [Find] lists the tokens in a
// log, and [Code] writes the program that mints one with Twilio's own helper
// library.
//
// Each grant is a plain struct whose tags are its only description; [Kinds]
// lists them in the order in which people meet them, and [Fields] walks the
// tags, so that command flags, form inputs and policies need no list of their
// own.
//
// The package has no clock, no files, no network and no environment of its
// own that a caller cannot replace, and it never logs.
package tokens
