// Package oidc tells who holds an ID token of one of the configured issuers.
//
// A token is read by package tokens first, which takes one spelling of each
// thing only, and is held against rules that do not depend on what the token
// asks for: the issuer is chosen by its exact iss, the algorithm by the issuer's
// own list, the key by issuer and kid. Whatever else a token says about keys
// (jku, x5u, jwk, x5c) is not looked at.
//
// Keys are fetched when the first token comes, and again when one comes whose
// kid is not known, but for each issuer once in 30 seconds at the most, whatever
// is sent. While an issuer cannot be reached, the keys that are known go on.
package oidc
