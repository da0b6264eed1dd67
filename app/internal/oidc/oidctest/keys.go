package oidctest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"sync"
)

// keys are made once, and are the same for all providers: one of RSA takes its
// time.
var keys struct {
	sync.Mutex
	by map[string]crypto.Signer
}

// keyOf is the key with an id, which says by how it begins what kind it is: rsa,
// short (RSA of too few bits), p256, p384, p521, ed; any other is of P-256.
func keyOf(kid string) crypto.Signer {
	keys.Lock()
	defer keys.Unlock()
	if keys.by[kid] == nil {
		if keys.by == nil {
			keys.by = map[string]crypto.Signer{}
		}
		keys.by[kid] = newKey(kid)
	}
	return keys.by[kid]
}

func newKey(kid string) crypto.Signer {
	is := func(kind string) bool { return strings.HasPrefix(kid, kind) }
	switch {
	case is("rsa"):
		return must(rsa.GenerateKey(rand.Reader, 2048))
	case is("short"):
		return must(rsa.GenerateKey(rand.Reader, 1024))
	case is("ed"):
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return must(key, err)
	case is("p384"):
		return must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
	case is("p521"):
		return must(ecdsa.GenerateKey(elliptic.P521(), rand.Reader))
	}
	return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
}

var b64 = base64.RawURLEncoding.EncodeToString

// JWK is the public half of a key.
func JWK(kid string) Doc {
	switch public := keyOf(kid).Public().(type) {
	case *rsa.PublicKey:
		return Doc{"kty": "RSA", "kid": kid, "use": "sig", "n": b64(public.N.Bytes()), "e": b64(big.NewInt(int64(public.E)).Bytes())}
	case *ecdsa.PublicKey:
		point := must(public.Bytes())[1:]
		return Doc{"kty": "EC", "kid": kid, "crv": public.Params().Name, "x": b64(point[:len(point)/2]), "y": b64(point[len(point)/2:])}
	case ed25519.PublicKey:
		return Doc{"kty": "OKP", "kid": kid, "crv": "Ed25519", "x": b64(public)}
	}
	panic("no such key: " + kid)
}

// PublicPEM is the public half as PEM: what somebody who confuses algorithms takes
// for a shared secret.
func PublicPEM(kid string) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: must(x509.MarshalPKIXPublicKey(keyOf(kid).Public()))}))
}
