// Package password hashes and checks passwords with argon2id. Hashes are PHC
// strings, $argon2id$v=19$m=19456,t=2,p=1$<salt>$<key>, that carry their own
// parameters. A [Hasher] bounds how many hashes run at once, so that a flood of
// logins waits instead of eating the memory, and checks the password of a user
// who does not exist at the same price as any other.
package password
