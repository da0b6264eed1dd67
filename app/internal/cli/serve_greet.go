package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime"

	"mintmark/app/internal/store"
	"mintmark/tokens"
)

func (s *serve) log() *slog.Logger {
	w := logWriter{s.lines}
	if s.json || s.logs == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

// A logWriter escapes what slog leaves as it is: a client may put into a path
// what a terminal obeys, or what nobody sees. A handler writes whole lines, and
// within their strings the escapes mean the same.
type logWriter struct{ to io.Writer }

func (w logWriter) Write(line []byte) (int, error) {
	if _, err := w.to.Write(printableJSON(line)); err != nil {
		return 0, err
	}
	return len(line), nil
}

// A greeting is what standard output says when the server is ready. It is the
// one place where the password that --dev makes is seen.
type greeting struct {
	URL      string `json:"url"`
	Username string `json:"username,omitempty"`
	Password string `json:"password,omitempty"`
}

func (s *serve) greet(g greeting) error {
	if s.json {
		return s.printJSON(g)
	}
	text := "Mintmark is at " + g.URL + "\n"
	if g.Username != "" {
		text += fmt.Sprintf(`For a token, log in as %s with the password that was made for this run:

curl -s %stoken -H 'Content-Type: application/json' -d '{"username":"%[1]s","password":"%[3]s"}'

`, g.Username, g.URL, g.Password)
	}
	return s.print([]byte(text))
}

// warnAboutReaders says so where others may read the database.
func (s *serve) warnAboutReaders() {
	info, err := os.Stat(s.db)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return
	}
	s.warn("others on this machine may read the password hashes in %s", s.db)
	s.hint("chmod 600 " + s.db)
}

// warnAboutUsers says so of a database without users, and of one that a killed
// serve --dev has left its own in.
func (s *serve) warnAboutUsers(ctx context.Context, db store.Store) {
	if some, err := hasUsers(ctx, db); err == nil && !some {
		s.warn("there are no users in %s", s.db)
		s.hint(s.userCommand("add NAME") + " adds one, also while the server runs")
	}
	user, err := db.User(ctx, devUser)
	if err != nil || user.Disabled {
		return
	}
	if owns, err := ownsDevUser(ctx, db); err == nil && owns {
		s.warn("the user %s, whom serve --dev makes, may log in", devUser)
		s.hint(s.userCommand("disable dev"))
	}
}

func hasUsers(ctx context.Context, db store.Store) (bool, error) {
	for _, err := range db.Users(ctx, "") {
		return err == nil, err
	}
	return false, nil
}

// userCommand is what to type about the users of this server.
func (s *serve) userCommand(what string) string {
	if s.config == "" && s.db != defaultDB {
		what += " --db " + s.db
	}
	return withConfig("mintmark user "+what, s.config)
}

// urlOf is where a browser on this machine finds the server.
func urlOf(addr net.Addr, tls bool) string {
	host, port, _ := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	scheme := "http://"
	if tls {
		scheme = "https://"
	}
	return scheme + net.JoinHostPort(host, port) + "/"
}

func keysOf(grants []tokens.Grant) []string {
	keys := make([]string, len(grants))
	for i, g := range grants {
		keys[i] = g.Key()
	}
	return keys
}
