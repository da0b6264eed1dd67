package server_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/server"
	"mintmark/app/internal/server/contracttest"
)

// E12: HSTS under TLS. The certificate follows its files with no restart, and a
// broken pair leaves the old one.
func TestTLS(t *testing.T) {
	f := start(t, nil)
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	f.writePair(cert, key, 1)
	pair, err := server.LoadKeyPair(cert, key, f.logger())
	f.must(err)
	url := f.runTLS(pair)

	r, serial := f.overTLS(url)
	if serial != 1 || r.StatusCode != 200 || r.Header.Get("Strict-Transport-Security") != "max-age=31536000" {
		t.Errorf("got certificate %d, %s %v", serial, r.Status, r.Header)
	}
	f.writePair(cert, key, 2)
	if _, serial := f.overTLS(url); serial != 2 {
		t.Errorf("after new files: got certificate %d", serial)
	}
	f.writePair(filepath.Join(dir, "other.crt"), key, 3)
	if _, serial := f.overTLS(url); serial != 2 {
		t.Errorf("key of another certificate: got certificate %d", serial)
	}
	if !strings.Contains(f.log.String(), "the old one stays") {
		t.Errorf("the log does not tell: %s", f.log)
	}
	f.writePair(cert, key, 5)
	f.must(os.Chmod(key, 0o644)) // F02
	if _, serial := f.overTLS(url); serial != 2 && runtime.GOOS != "windows" {
		t.Errorf("a key that others can read: got certificate %d", serial)
	}
	if _, err := server.LoadKeyPair(cert, key, f.logger()); err == nil && runtime.GOOS != "windows" {
		t.Error("started with a key that others can read")
	}
	f.must(os.Chmod(key, 0o600))
	if _, serial := f.overTLS(url); serial != 5 {
		t.Errorf("for nobody else again: got certificate %d", serial)
	}
	f.must(os.Remove(cert))
	if _, serial := f.overTLS(url); serial != 5 {
		t.Errorf("no certificate: got certificate %d", serial)
	}
	f.writePair(cert, key, 4)
	if _, serial := f.overTLS(url); serial != 4 {
		t.Errorf("whole again: got certificate %d", serial)
	}
	if conn, err := tls.Dial("tcp", strings.TrimPrefix(url, "https://"), &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}); err == nil {
		conn.Close()
		t.Error("TLS 1.1 is spoken")
	}
	if r := f.do("GET", "/healthz", ""); r.Header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS without TLS")
	}
}

// E07 holds within TLS, too.
func TestTLSFraming(t *testing.T) {
	f := start(t, nil)
	conn, err := tls.Dial("tcp", strings.TrimPrefix(f.runTLS(f.pair()), "https://"), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2", "http/1.1"}})
	f.must(err)
	defer conn.Close()
	if got := conn.ConnectionState().NegotiatedProtocol; got != "http/1.1" {
		t.Errorf("got %s", got)
	}
	_, err = conn.Write([]byte("GET /healthz HTTP/1.1\nHost: x\n\n"))
	f.must(err)
	answer := make([]byte, 12)
	_, err = conn.Read(answer)
	f.must(err)
	if got := string(answer); got != "HTTP/1.1 400" {
		t.Errorf("got %s", got)
	}
}

func TestLoadKeyPairRefuses(t *testing.T) {
	f := &fixture{TB: t, log: &safeBuffer{}}
	cert, key := filepath.Join(t.TempDir(), "tls.crt"), filepath.Join(t.TempDir(), "tls.key")
	if _, err := server.LoadKeyPair(cert, key, f.logger()); err == nil {
		t.Error("files that are not there are loaded")
	}
	f.writePair(cert, key, 1)
	if _, err := server.LoadKeyPair(key, cert, f.logger()); err == nil {
		t.Error("key and certificate swapped are loaded")
	}
}

// pair is a certificate and its key, for a test that is not about them.
func (f *fixture) pair() *server.KeyPair {
	f.Helper()
	dir := f.TempDir()
	cert, key := filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	f.writePair(cert, key, 1)
	pair, err := server.LoadKeyPair(cert, key, f.logger())
	f.must(err)
	return pair
}

func (f *fixture) runTLS(pair *server.KeyPair) (url string) {
	f.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	f.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- f.server.Run(ctx, server.Place{Listener: ln, TLS: pair}) }()
	f.Cleanup(func() {
		cancel()
		f.must(<-ended)
	})
	return "https://" + ln.Addr().String()
}

// overTLS asks on a connection of its own.
func (f *fixture) overTLS(url string) (r *http.Response, serial int64) {
	f.Helper()
	client := http.Client{Transport: contracttest.Transport{TB: f, Next: &http.Transport{
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		DisableKeepAlives: true,
	}}}
	r, err := client.Get(url + "/healthz")
	f.must(err)
	f.must(r.Body.Close())
	return r, r.TLS.PeerCertificates[0].SerialNumber.Int64()
}

func (f *fixture) writePair(cert, key string, serial int64) {
	f.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	f.must(err)
	made := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, made, made, &private.PublicKey, private)
	f.must(err)
	f.must(os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	f.must(err)
	f.must(os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), 0o600))
}
