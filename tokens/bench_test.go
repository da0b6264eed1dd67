package tokens_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"mintmark/tokens"
)

// A side is one way to do what a benchmark measures.
type side struct {
	name string
	do   func()
}

// compare runs the sides in turns, so that whatever else the machine does is
// shared out, and reports the first, what of each other side's time it takes,
// and its allocations.
func compare(b *testing.B, sides ...side) {
	const turn = 64
	spent := make([]time.Duration, len(sides))
	allocs := testing.AllocsPerRun(turn, sides[0].do)
	for b.Loop() {
		for i, s := range sides {
			start := time.Now()
			for range turn {
				s.do()
			}
			spent[i] += time.Since(start)
		}
	}
	b.ReportMetric(0, "ns/op") // of all sides together, which means nothing
	b.ReportMetric(float64(spent[0])/float64(b.N*turn), "ns/"+sides[0].name)
	for i := 1; i < len(sides); i++ {
		b.ReportMetric(float64(spent[0])/float64(spent[i]), "of-"+sides[i].name)
	}
	b.ReportMetric(allocs, "allocs/"+sides[0].name)
}

// peerClaims are the claims of an access token as golang-jwt's users write
// them.
type peerClaims struct {
	jwt.RegisteredClaims
	Grants peerGrants `json:"grants"`
}

type peerGrants struct {
	Identity string     `json:"identity"`
	Video    *peerVideo `json:"video,omitempty"`
	Voice    *peerVoice `json:"voice,omitempty"`
}

type peerVideo struct {
	Room string `json:"room,omitempty"`
}

type peerVoice struct {
	Incoming struct {
		Allow bool `json:"allow"`
	} `json:"incoming"`
	Outgoing struct {
		ApplicationSID string `json:"application_sid"`
	} `json:"outgoing"`
}

const benchApp = "AP00000000000000000000000000000003"

func BenchmarkMint(b *testing.B) {
	floor := newFloor()
	compare(b,
		side{"ours", func() { benchSink = mintOurs(b) }},
		side{"golang-jwt", func() { benchSink = mintPeer(b) }},
		side{"floor", func() { benchSink = floor.mint() }},
	)
}

// BenchmarkMintInParallel is ours on every core.
func BenchmarkMintInParallel(b *testing.B) {
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			runtime.KeepAlive(mintOurs(b))
		}
	})
}

func BenchmarkMintWithParams(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 14, 1 << 18} {
		voice := &tokens.Voice{}
		voice.Outgoing.ApplicationSID = benchApp
		voice.Outgoing.Params = tokens.JSON(`{"note":"` + strings.Repeat("x", size) + `"}`)
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				access := tokens.AccessToken{AccountSID: account, KeySID: apiKey, Identity: "alice", Grants: []tokens.Grant{voice}}
				if _, err := access.Sign(secret); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDecode reads without verifying.
func BenchmarkDecode(b *testing.B) {
	token := mintOurs(b)
	parser := jwt.NewParser()
	compare(b,
		side{"ours", func() { tokens.Decode(token) }},
		side{"golang-jwt", func() {
			if _, _, err := parser.ParseUnverified(token, &peerClaims{}); err != nil {
				b.Fatal(err)
			}
		}},
	)
}

// BenchmarkVerify reads, verifies and hands out the claims.
func BenchmarkVerify(b *testing.B) {
	token, key, floor := mintOurs(b), tokens.SecretKey(secret), newFloor()
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}))
	compare(b,
		side{"ours", func() {
			t := tokens.Decode(token)
			if err := tokens.Verify(t, key); err != nil {
				b.Fatal(err)
			}
			if _, err := t.Access(); err != nil {
				b.Fatal(err)
			}
		}},
		side{"golang-jwt", func() {
			if _, err := parser.ParseWithClaims(token, &peerClaims{}, func(*jwt.Token) (any, error) { return []byte(secret), nil }); err != nil {
				b.Fatal(err)
			}
		}},
		side{"floor", func() {
			if !floor.verify(token) {
				b.Fatal("the floor does not verify")
			}
		}},
	)
}

// BenchmarkDiagnose reads, verifies and judges by every rule; the peer only
// verifies.
func BenchmarkDiagnose(b *testing.B) {
	token, key := mintOurs(b), tokens.SecretKey(secret)
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}))
	compare(b,
		side{"ours", func() {
			if v := tokens.Diagnose(tokens.Decode(token), tokens.Options{Key: key}); v.Refused {
				b.Fatal(v.Headline)
			}
		}},
		side{"golang-jwt", func() {
			if _, err := parser.ParseWithClaims(token, &peerClaims{}, func(*jwt.Token) (any, error) { return []byte(secret), nil }); err != nil {
				b.Fatal(err)
			}
		}},
	)
}

var benchSink string

func mintOurs(b *testing.B) string {
	voice := &tokens.Voice{}
	voice.Incoming.Allow = true
	voice.Outgoing.ApplicationSID = benchApp
	access := tokens.AccessToken{
		AccountSID: account, KeySID: apiKey, Identity: "alice",
		Grants: []tokens.Grant{&tokens.Video{Room: "cool room"}, voice},
	}
	token, err := access.Sign(secret)
	if err != nil {
		b.Fatal(err)
	}
	return token
}

func mintPeer(b *testing.B) string {
	now := time.Now()
	voice := &peerVoice{}
	voice.Incoming.Allow = true
	voice.Outgoing.ApplicationSID = benchApp
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, &peerClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			ID: apiKey + "-" + strconv.FormatInt(now.Unix(), 10), Issuer: apiKey, Subject: account,
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(time.Hour)),
		},
		Grants: peerGrants{Identity: "alice", Video: &peerVideo{Room: "cool room"}, Voice: voice},
	})
	t.Header["cty"] = tokens.ContentType
	token, err := t.SignedString([]byte(secret))
	if err != nil {
		b.Fatal(err)
	}
	return token
}

// A floor is as little as a machine can do: a keyed HMAC at hand, JSON written
// without a look at what is in it, nothing checked and nothing read.
type floor struct {
	mac  hash.Hash
	json []byte
	out  []byte
}

func newFloor() *floor { return &floor{mac: hmac.New(sha256.New, []byte(secret))} }

var floorHead = base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256","cty":"`+tokens.ContentType+`"}`)) + "."

func (f *floor) mint() string {
	now := time.Now().Unix()
	b := append(f.json[:0], `{"jti":"`+apiKey+`-`...)
	b = strconv.AppendInt(b, now, 10)
	b = append(b, `","iss":"`+apiKey+`","sub":"`+account+`","iat":`...)
	b = strconv.AppendInt(b, now, 10)
	b = strconv.AppendInt(append(b, `,"exp":`...), now+3600, 10)
	b = append(b, `,"grants":{"identity":"alice","video":{"room":"cool room"},"voice":{"incoming":{"allow":true},"outgoing":{"application_sid":"`+benchApp+`"}}}}`...)
	f.json = b
	f.out = base64.RawURLEncoding.AppendEncode(append(f.out[:0], floorHead...), b)
	f.mac.Reset()
	f.mac.Write(f.out)
	f.out = base64.RawURLEncoding.AppendEncode(append(f.out, '.'), f.mac.Sum(b[:0]))
	return string(f.out)
}

func (f *floor) verify(token string) bool {
	end := strings.LastIndexByte(token, '.')
	f.out = append(f.out[:0], token...)
	sig, err := base64.RawURLEncoding.AppendDecode(f.json[:0], f.out[end+1:])
	f.json = sig
	if err != nil {
		return false
	}
	f.mac.Reset()
	f.mac.Write(f.out[:end])
	return hmac.Equal(f.mac.Sum(nil), sig)
}
