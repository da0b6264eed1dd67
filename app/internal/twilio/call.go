package twilio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	tries     = 3
	maxAnswer = 1 << 20
	maxWait   = 10 * time.Second
)

// get reads an address into an answer. What may pass is tried again.
func (c *Client) get(ctx context.Context, u *url.URL, answer any) error {
	for try := 1; ; try++ {
		_, err := c.do(ctx, http.MethodGet, u, nil, answer)
		pause, again := pauseAfter(err, try)
		if !again || try == tries || ctx.Err() != nil {
			return err
		}
		if wErr := c.Wait(ctx, pause); wErr != nil {
			return err
		}
	}
}

// pauseAfter says whether trying again may help, and when.
func pauseAfter(err error, try int) (time.Duration, bool) {
	pause := time.Duration(try) * time.Second
	var e *Error
	switch {
	case err == nil:
		return 0, false
	case !errors.As(err, &e):
		return pause, true
	}
	if seconds, err := strconv.Atoi(e.retryAfter); err == nil && seconds > 0 {
		pause = min(time.Duration(min(seconds, 60))*time.Second, maxWait)
	}
	return pause, e.Status == http.StatusTooManyRequests || e.Status >= 500
}

// change asks for something that must not be asked twice. What ends after it was
// sent and before the answer was read is [ErrUnsure], and so is a 5xx: it may
// come from a proxy whose patience ended.
func (c *Client) change(ctx context.Context, method string, u *url.URL, form url.Values, answer any) error {
	sent, err := c.do(ctx, method, u, form, answer)
	var e *Error
	switch {
	case err == nil || !sent:
		return err
	case errors.As(err, &e) && e.Status < 500 && e.Status != http.StatusRequestTimeout:
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnsure, err)
}

// do asks once. Sent is whether Twilio may have heard of it.
func (c *Client) do(ctx context.Context, method string, u *url.URL, form url.Values, answer any) (sent bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent = true }})
	req, err := c.request(ctx, method, u, form)
	if err != nil {
		return false, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return sent, inWords(err)
	}
	defer resp.Body.Close()
	return true, read(resp, answer)
}

func (c *Client) request(ctx context.Context, method string, u *url.URL, form url.Values) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, u.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Accept", "application/json")
	req.SetBasicAuth(c.with.Username, c.with.Password.Reveal())
	return req, nil
}

// inWords leaves out the address, which net/http puts before each error.
func inWords(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		if u.Timeout() {
			return errors.New("no answer in time")
		}
		err = u.Err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the connection was cut")
	}
	return err
}

// read takes what was hoped for: 200 or 201 with JSON, or 204.
func read(resp *http.Response, answer any) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case resp.StatusCode >= 300:
		return refusal(resp, body)
	case err != nil:
		return inWords(err)
	case len(body) > maxAnswer:
		return errors.New("the answer is over 1 MiB")
	case answer == nil && resp.StatusCode == http.StatusNoContent:
		return nil
	case answer == nil:
		return fmt.Errorf("the answer is %d, not 204", resp.StatusCode)
	}
	if err := json.Unmarshal(body, answer); err != nil {
		return errors.New("the answer is not the JSON that is documented")
	}
	return nil
}

// refusal is Twilio's JSON about an error, or what else came.
func refusal(resp *http.Response, body []byte) error {
	var problem struct {
		Code     int    `json:"code"`
		Message  string `json:"message"`
		MoreInfo string `json:"more_info"`
	}
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) || json.Unmarshal(body, &problem) != nil {
		problem.Code = 0
	}
	return &Error{Status: resp.StatusCode, Code: problem.Code, Message: cut(problem.Message), MoreInfo: cut(problem.MoreInfo), retryAfter: resp.Header.Get("Retry-After")}
}

// cut keeps what somebody else wrote to a line.
func cut(s string) string {
	const most = 200
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
