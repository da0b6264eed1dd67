// Package policy decides who may get which token. It is pure: a [Principal]
// asks with a [Request], [Policy.Decide] answers with a [Decision], and the same
// question always gets the same answer.
//
// A policy is profiles and rules. A profile says what a token holds: of each
// field of a grant what it is, or that the request fills it in and within which
// bounds. Which grants and fields there are package tokens says: one that is new
// there can be used here at once. A rule says whom it is about, which profiles
// they may have, for how long, and in whose name.
//
// Nothing is given without a rule. A rule that denies wins over all others; then
// the first rule that covers the whole request decides, and what none covers is
// refused, never dropped or cut down. A token of a profile holds all of the
// profile, whichever of its grants the request names.
package policy
