// Package password hashes and checks passwords with argon2id. Hashes are PHC
// strings, $argon2id$v=19$m=19456,t=2,p=1$<salt>$<key>, that carry their own
// parameters. A [Hasher] bounds how many hashes run at once, so that a flood of
// logins waits instead of eating the memory, and checks the password of a user
// who does not exist at the same price as any other.
//
// On Linux the hashes of a server are made by processes of their own, under
// SCHED_IDLE: within one process a flood of logins would take the Go scheduler's
// turns from all other requests, and its garbage would have them wait as well.
// Such a process has a core wherever one is idle; where none is, the server makes
// the hash itself after a while, so that nobody waits for ever.
package password
