// Package gallery shows one broken token for each rule of package tokens, for
// people who want to see what a code of Twilio's means, and for tests.
//
// Below the line with a rule's ID, broken.txt has a token that breaks that rule
// and no other, and near.txt one that comes as near as can be and does not. What
// is around a token, quotes or a second one, belongs to it. The tests of package
// tokens write both files anew with -update.
package gallery
