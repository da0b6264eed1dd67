package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/config"
)

// doctor looks at everything that the server needs.
type doctor struct {
	*program
	path, envFile string
	dateFrom      string // an address whose Date is asked for

	conditions []condition
}

// A condition is one thing that was looked at.
type condition struct {
	Check  string `json:"check"` // "store"
	State  string `json:"state"` // "ok", "warn" or "fail"
	Found  string `json:"found"`
	Advice string `json:"advice,omitempty"`
}

// doctorCmd says what is wrong before the users do.
func (p *program) doctorCmd() *cobra.Command {
	d := &doctor{program: p}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at everything that the server needs",
		Example: `  mintmark doctor
  mintmark doctor --config /etc/mintmark/mintmark.yaml
  mintmark doctor --date-from https://example.com    compare the clock with one outside`,
		Long: `It looks at the configuration, at who can read its files and secrets, at the
database, the clock, the keys of each issuer and the certificate, and judges a
token of each profile as mintmark check does. Where there is no mintmark.yaml it
looks at what mintmark serve would start with then: the credentials out of the
environment or .env, data/mintmark.db, 127.0.0.1:8080. The server may run meanwhile.
Nothing is changed: a database of an older version stays as it is. It reaches the
database and the issuers, and nobody else unless you name --date-from.

Exit codes: 0 nothing fails, 1 something does.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.loadEnvFile(cmd.Context(), d.envFile, cmd.Flags().Changed("env-file")); err != nil {
				return err
			}
			return d.run(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&d.path, "config", defaultConfig, "configuration `file` of the server")
	cmd.Flags().StringVar(&d.envFile, "env-file", dotEnv, "read what the environment does not set from this `file`")
	cmd.Flags().StringVar(&d.dateFrom, "date-from", "", "compare the clock with the Date that this `URL` answers with")
	return cmd
}

func (d *doctor) run(ctx context.Context) error {
	if c := d.configuration(ctx); c != nil {
		d.secrets(c)
		d.network(c)
		d.certificate(c)
		d.store(ctx, c)
		d.clock(ctx, c)
		d.issuers(ctx, c)
		d.tokens(c)
	}
	if err := d.print(); err != nil {
		return err
	}
	return exit(d.code())
}

func (d *doctor) ok(check, format string, args ...any) {
	d.note(check, "ok", "", format, args...)
}

func (d *doctor) warning(check, advice, format string, args ...any) {
	d.note(check, "warn", advice, format, args...)
}

func (d *doctor) fail(check, advice, format string, args ...any) {
	d.note(check, "fail", advice, format, args...)
}

func (d *doctor) note(check, state, advice, format string, args ...any) {
	found := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "; ")
	d.conditions = append(d.conditions, condition{check, state, found, advice})
}

// failWith is an error that may have a hint.
func (d *doctor) failWith(check string, err error) {
	advice := ""
	var f *failure
	if errors.As(err, &f) {
		advice = f.hint
	}
	for _, line := range errorLines(err) {
		d.fail(check, advice, "%s", line)
	}
}

func (d *doctor) code() int {
	for _, c := range d.conditions {
		if c.State == "fail" {
			return exitUsage
		}
	}
	return exitOK
}

func (d *doctor) print() error {
	if d.json {
		return d.printJSON(map[string]any{"ok": d.code() == exitOK, "checks": d.conditions})
	}
	var b bytes.Buffer
	paint := d.paint()
	for _, c := range d.conditions {
		state := map[string]string{"ok": paint.good("ok"), "warn": paint.code("33", "warn"), "fail": paint.bad("fail")}[c.State]
		line(&b, state, strings.Repeat(" ", 6-len(c.State)), fmt.Sprintf("%-13s ", c.Check), printable(c.Found))
		if c.Advice != "" {
			line(&b, strings.Repeat(" ", 20), paint.faint(printable(c.Advice)))
		}
	}
	return d.program.print(b.Bytes())
}

// configuration is nil where it cannot be read.
func (d *doctor) configuration(ctx context.Context) *config.Config {
	c, err := d.loadConfig(d.path)
	if errors.Is(err, fs.ErrNotExist) && d.path == defaultConfig {
		return d.unconfigured(ctx)
	}
	if err != nil {
		d.failWith("configuration", err)
		return nil
	}
	d.ok("configuration", "%s is in order", d.path)
	if groupMayWrite(d.path) {
		d.warning("configuration", "chmod g-w "+quoteShell(d.path), "its group may write %s, and decide who gets what", d.path)
	}
	for _, name := range c.Policy.Unused() {
		d.warning("configuration", "name it in a rule, or take it out", "no rule gives the profile %s", name)
	}
	for _, f := range ruleFaults(c) {
		d.warning("configuration", f.advice, "%s", f.found)
	}
	return c
}

// groupMayWrite reports whether that is so of the file that decides who gets what.
func groupMayWrite(path string) bool {
	info, err := os.Stat(path)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o020 != 0
}

// secrets tells of what loading the configuration has judged.
func (d *doctor) secrets(c *config.Config) {
	if len(c.Twilio.Keys) == 0 {
		return
	}
	d.ok("secrets", "nobody else can read them, and none is weak")
	words := []string{c.Twilio.Keys[0].SID + " signs"}
	for _, k := range c.Twilio.Keys[1:] {
		words = append(words, k.SID+" is ready")
	}
	d.ok("secrets", "%s", strings.Join(words, ", "))
}

// dateOf is the clock of a web server, to the second, and how long the answer
// took.
func dateOf(ctx context.Context, url string) (date time.Time, took time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return date, 0, err
	}
	began := time.Now()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		return date, 0, err
	}
	defer resp.Body.Close()
	date, err = http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		err = fmt.Errorf("%s answers without a Date", r.URL.Redacted())
	}
	return date, time.Since(began), err
}
