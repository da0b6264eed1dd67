package server

import (
	"crypto/tls"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"mintmark/app/internal/secret"
)

// A KeyPair is a certificate and its key in two PEM files. It follows them:
// whoever connects after they have changed gets the new certificate. While the
// two do not fit each other, or others can read the key, the last ones hold.
type KeyPair struct {
	cert, key string
	log       *slog.Logger

	mu      sync.Mutex
	seen    [2]stamp
	current *tls.Certificate
}

// A stamp changes with a file, for all practical purposes.
type stamp struct {
	at   time.Time
	size int64
	mode fs.FileMode
}

// LoadKeyPair reads both files.
func LoadKeyPair(cert, key string, log *slog.Logger) (*KeyPair, error) {
	p := &KeyPair{cert: cert, key: key, log: log}
	p.seen = p.stamps()
	current, err := readPair(cert, key)
	p.current = &current
	return p, err
}

func readPair(cert, key string) (tls.Certificate, error) {
	if err := secret.CheckFile(key); err != nil {
		return tls.Certificate{}, err
	}
	return tls.LoadX509KeyPair(cert, key)
}

// config is for one listener. HTTP/2 is left out: what is refused of HTTP/1,
// package net/http lets pass, see [strictConn].
func (p *KeyPair) config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return p.certificate(), nil
		},
	}
}

// certificate looks at the files each time: that is little beside a handshake.
func (p *KeyPair) certificate() *tls.Certificate {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := p.stamps()
	if seen == p.seen {
		return p.current
	}
	p.seen = seen
	fresh, err := readPair(p.cert, p.key)
	if err != nil {
		p.log.Error("the certificate has changed and cannot be used: the old one stays", "error", err.Error())
		return p.current
	}
	p.log.Info("the certificate has changed", "file", p.cert)
	p.current = &fresh
	return p.current
}

func (p *KeyPair) stamps() [2]stamp { return [2]stamp{stampOf(p.cert), stampOf(p.key)} }

// stampOf is the zero stamp for a file that cannot be looked at.
func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size(), info.Mode()}
}
