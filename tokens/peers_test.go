package tokens_test

import "testing"

// What the tests of Twilio's own helper libraries assert, and the tests here
// that hold ours to it, or to better.
var peers = []struct {
	what  string
	tests []func(*testing.T)
}{
	// Access tokens.
	{"1. iss, sub, exp and a jti that begins with iss", tests(TestMintedClaims, TestNewID)},
	{"2. grants are an object, even with nothing in it", tests(TestMarshalGrants)},
	{"3. header members, and none beside them", tests(TestMintedClaims)},
	{"4. twr where there is a region, and not where there is none", tests(TestMintedClaims, TestEachRule)},
	{"5. nbf as given, exp behind it", tests(TestMintedClaims, TestSignRefuses)},
	{"6. an hour, or what was asked for; no nbf unless asked for", tests(TestMintedClaims, TestSignIsReadByGolangJWT)},
	{"7. what is missing is refused by name", tests(TestSignRefuses, TestCheckSecret)},
	{"8. an identity that is a number becomes a text", tests(TestHelperTokensMintAgain)},
	{"9. HS256 and no other; other algorithms are read and found wanting", tests(TestMintedClaims, TestEachRule, TestVerify)},
	{"10. grants in the literal or added later; nil refused", tests(TestSign, TestSignRefuses)},
	{"11. Chat: four fields, those that are set", tests(TestGrantWireForm)},
	{"12. Sync: its key and two fields", tests(TestGrantWireForm)},
	{"13. Video: a room, or every room", tests(TestGrantWireForm)},
	{"14. Voice: incoming only if true, no params without an app", tests(TestGrantWireForm, TestSignRefuses)},
	{"15. TaskRouter: three fields, or none", tests(TestGrantWireForm)},
	{"16. Playback passes through, null and all", tests(TestGrantWireForm)},
	{"17. the retired rtc and ip_messaging", tests(TestGrantWireForm)},
	{"18. several grants keep every key", tests(TestMarshalGrants, TestSign)},
	{"19. claims of one's own by edit, which says what it replaces", tests(TestSetClaim, TestEncodeRefuses)},
	{"20. one second, whatever the zone", tests(TestMintedClaims)},
	{"21. each grant in words", tests(TestGrantsExplain)},

	// Any JWT, written and read.
	{"22. payload and header to the letter, with the clock standing", tests(TestSign, TestMintedClaims, TestFreshTokenStartsNow)},
	{"23. what is minted reads back", tests(TestMintReadsBack)},
	{"24. without a key the claims are readable", tests(TestUnchecked, TestDecodeDocsTokens)},
	{"25. wrong secret, changed token, other algorithm, expired, not yet", tests(TestVerify, TestDiagnoseInTime, TestEachRule)},
	{"26. a token from elsewhere, with its key", tests(TestHelperTokensDecode, TestKeysOfEveryForm)},

	// Client capability tokens.
	{"27. no scopes are an empty text", tests(TestClientCapabilityClaims)},
	{"28. incoming", tests(TestScopeURIs, TestParseScopes)},
	{"29. outgoing, params in either order", tests(TestScopeURIs, TestParseScopes)},
	{"30. outgoing with a client name", tests(TestScopeURIs)},
	{"31. events, path raw or escaped, filters under either name", tests(TestScopeURIs, TestParseScopes)},
	{"32. several scopes with one space between, in order", tests(TestClientCapabilityClaims, TestHelperCapabilitiesMintAgain)},
	{"33. a lifetime of one's own", tests(TestClientCapabilityClaims)},
	{"34. odd client names refused; no ? without parameters; a space is +", tests(TestClientCapabilityRefuses, TestScopeURIs)},

	// TaskRouter capability tokens.
	{"35. every claim, worker_sid or taskqueue_sid by the channel", tests(TestTaskRouterCapabilitySign)},
	{"36. six policies for a worker, three for the others", tests(TestTaskRouterCapabilitySign)},
	{"37. each policy whole, with empty filters", tests(TestTaskRouterCapabilitySign, TestHelperCapabilitiesMintAgain)},
	{"38. their order, and the same again when signed again", tests(TestTaskRouterCapabilitySign)},
	{"39. presets", tests(TestTaskRouterPresets)},
	{"40. nested filters survive", tests(TestTaskRouterFiltersReadBack)},
	{"41. addresses of what is in a workspace, one, * and **", tests(TestTaskRouterCapabilitySign, TestTaskRouterPresets, TestDecide)},
	{"42. an hour or what was asked for; what is missing or has another prefix refused by name", tests(TestTaskRouterCapabilitySign, TestTaskRouterCapabilityRefuses)},

	// Client validation tokens.
	{"43. the canonical request", tests(TestCanonical, TestClientValidationSign)},
	{"44. hashes that are known", tests(TestKnownGoodHashes, TestClientValidationOfTheDocs)},
	{"45. header and claims, RS256 and PS256, 300 seconds", tests(TestClientValidationSign, TestClientValidationTimes, TestClientValidationRefuses)},
	{"46. ports off, headers and query keys that repeat", tests(TestCanonical, TestCanonicalQuery)},
	{"47. paths and queries, those that match the server among them", tests(TestCanonicalPath, TestCanonicalQuery)},
	{"48. what is missing is refused by name", tests(TestClientValidationRefuses)},
	{"49. a hundred at once", tests(TestClientValidationSignInParallel, TestSignInParallel)},
}

func tests(fs ...func(*testing.T)) []func(*testing.T) { return fs }

func TestPeersAreMatched(t *testing.T) {
	if got := len(peers); got != 49 {
		t.Errorf("got %d, want all 49", got)
	}
	for _, p := range peers {
		if len(p.tests) == 0 {
			t.Errorf("%s: want a test", p.what)
		}
	}
}
