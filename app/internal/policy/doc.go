// Package policy decides who may get which token. It is pure: a [Principal]
// asks with a [Request], [Policy.Decide] answers with a [Decision], and the same
// question always gets the same answer.
//
// Nothing is given without a rule, and what a rule does not cover is refused,
// never dropped or cut down.
package policy
