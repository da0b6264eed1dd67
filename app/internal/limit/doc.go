// Package limit makes guessing slow. A [Rule] says how failures turn into
// waiting: some are free, then each further one doubles the wait, up to a most;
// nothing is ever locked for good, and failures are forgotten with time.
//
// A [Limiter] holds one attempt to log in against several budgets at once: that
// of the account for this client, so that nobody can use up somebody else's from
// elsewhere, and that of the client, so that nobody tries one password on every
// account. An attempt takes its place before the password is looked at: of a
// burst, no more are let in than may all fail.
//
// Budgets are kept in the store, where a restart does not lose them and other
// replicas find them. Here there is only what is in flight.
//
// A [Pace] is about those who have proved who they are.
package limit
