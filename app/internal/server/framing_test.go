package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"mintmark/app/internal/server"
)

// E07: what could be read in two ways is refused, and the connection closed, so
// that nothing behind it is ever taken for a request.
func TestSmuggling(t *testing.T) {
	const body = `{"username":"anna","password":"` + right + `"}`
	length := fmt.Sprintf("Content-Length: %d\r\n", len(body))
	chunked := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	const post = "POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	const next = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
	tests := []struct {
		name, send string
		want       []int // status of each answer, until the server hangs up
	}{
		{"one after another", post + length + "\r\n" + body + next + next, []int{200, 200, 200}},
		{"chunked is the last", post + "Transfer-Encoding: chunked\r\n\r\n" + chunked + next, []int{200}},

		{"length and chunks", post + length + "Transfer-Encoding: chunked\r\n\r\n" + chunked + next, []int{400}},
		{"chunks and length", post + "transfer-encoding: chunked\r\n" + length + "\r\n" + chunked + next, []int{400}},
		{"length and chunks, second", next + post + length + "Transfer-Encoding: chunked\r\n\r\n" + chunked + next, []int{400}},
		{"two lengths", post + length + "Content-Length: 0\r\n\r\n" + body + next, []int{400}},
		{"same length twice", post + length + length + "\r\n" + body + next, []int{400}},
		{"list of lengths", post + "Content-Length: 0, 0\r\n\r\n" + next, []int{400}},
		{"signed length", post + "Content-Length: +5\r\n\r\n12345" + next, []int{400}},
		{"hex length", post + "Content-Length: 0x5\r\n\r\n12345" + next, []int{400}},
		{"length behind many blanks", strings.Replace(post+length, "Length: ", "Length:"+strings.Repeat(" ", 40), 1) + "\r\n" + body + next, []int{400}},
		{"length of many zeros", post + "Content-Length: " + strings.Repeat("0", 40) + "5\r\n\r\n12345" + next, []int{400}},
		{"no length", post + "Content-Length:\r\n\r\n" + next, []int{400}},
		{"unknown coding", post + "Transfer-Encoding: xchunked\r\n\r\n" + chunked + next, []int{501}},
		{"two codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunked + next, []int{501}},
		{"coding twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + chunked + next, []int{501}},
		{"space before the colon", post + "Transfer-Encoding : chunked\r\n" + length + "\r\n" + body + next, []int{400}},
		{"folded", post + "X: y\r\n Transfer-Encoding: chunked\r\n" + length + "\r\n" + body + next, []int{400}},
		{"bare LF", strings.ReplaceAll(post+length+"\r\n", "\r\n", "\n") + body + next, []int{400}},
		{"one bare LF", "GET /healthz HTTP/1.1\r\nHost: x\nX: y\r\n\r\n" + next, []int{400}},
		{"bare LF at the end", "GET /healthz HTTP/1.1\r\nHost: x\r\n\n" + next, []int{400}},
		{"bare LF, second", next + "GET /healthz HTTP/1.1\nHost: x\r\n\r\n" + next, []int{400}},
		{"bare LF in chunks", post + "Transfer-Encoding: chunked\r\n\r\n" + strings.ReplaceAll(chunked, "\r\n", "\n") + next, []int{400}},
		{"chunks in HTTP/1.0", strings.Replace(post, "1.1", "1.0\r\nConnection: keep-alive", 1) + "Transfer-Encoding: chunked\r\n\r\n" + next, []int{400}},
		{"chunks in HTTP/1.0, second", next + strings.Replace(post, "1.1", "1.0\r\nConnection: keep-alive", 1) + "Transfer-Encoding: chunked\r\n\r\n" + next, []int{400}},
		{"HTTP/1.0", strings.Replace(next, "1.1", "1.0", 1), []int{200}},
		{"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", nil},
		{"asked to change to HTTP/2", "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", []int{200}},
		{"a space in the host", "GET /healthz HTTP/1.1\r\nHost: x y\r\n\r\n" + next, []int{400}},
		{"bare CR", "GET /healthz HTTP/1.1\r\nHost: x\rX: y\r\n\r\n" + next, []int{400}},
		{"two hosts", "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" + next, []int{400}},
		{"no host", "GET /healthz HTTP/1.1\r\n\r\n" + next, []int{400}},
		{"another host in the target", "GET http://y/healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"another host in the target, second", next + "GET http://y/healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"an empty line between two", post + length + "\r\n" + body + "\r\n" + post + length + "\r\n" + body, []int{200, 200}},
		{"an empty line before chunks", post + length + "\r\n" + body + "\r\n" + post + "Transfer-Encoding: chunked\r\n\r\n" + chunked + next, []int{200, 200}},
		{"an empty line before another host", post + length + "\r\n" + body + "\r\nGET http://y/healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"two empty lines before another host", post + length + "\r\n" + body + "\r\n\r\nGET http://y/healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"CRs before another host", post + length + "\r\n" + body + "\r\r\nGET http://y/healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"a CR before a request", post + length + "\r\n" + body + "\r" + next, []int{400}},
		{"another port in the target", "GET http://x:81/healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"another host in a long target", "GET http://x" + strings.Repeat("y", 400) + "/healthz HTTP/1.1\r\nHost: x" + strings.Repeat("y", 400) + "z\r\n\r\n" + next, []int{400}},
		{"a user in the target", "GET http://y@x/healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"no host in the target", "GET http:///healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"no authority in the target", "GET http:healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{400}},
		{"the host in the target", "GET http://X/healthz?y HTTP/1.1\r\nhost:\tx \r\n\r\n" + next, []int{200, 200}},
		{"a long host in the target", "GET http://" + strings.Repeat("y", 250) + "/healthz HTTP/1.1\r\nHost: " + strings.Repeat("y", 250) + "\r\n\r\n" + next, []int{200, 200}},
		{"a host in the target alone", "GET http://x/healthz HTTP/1.1\r\n\r\n" + next, []int{400}},
		{"a host in the target alone, HTTP/1.0", "GET http://x/healthz HTTP/1.0\r\n\r\n", []int{200}},
		{"a path that looks like a host", "GET //y/healthz HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{404, 200}},
		{"CONNECT to another host", "CONNECT y:443 HTTP/1.1\r\nHost: x:443\r\n\r\n" + next, []int{400}},
		{"TRACE", "TRACE /token HTTP/1.1\r\nHost: x\r\n\r\n" + next, []int{405}},
		{"CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", nil},
		{"zero byte", "GET /healthz HTTP/1.1\r\nHost: x\r\nX: \x00\r\n\r\n" + next, []int{400}},
	}
	f := start(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := statuses(t, f.url, tt.send)
			if tt.want == nil { // refused, whichever way
				if len(got) != 1 || got[0] < 400 {
					t.Errorf("got %v, want one refusal", got)
				}
				return
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// Whom a request is for, by its target too, is whom it has to be for: a page that
// somebody has pointed at this machine reaches nothing by another way to say so.
func TestLocalNamesInTargets(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Local = true })
	for _, tt := range []struct {
		target, host string
		want         int
	}{
		{"http://localhost/healthz", "localhost", 200},
		{"http://127.0.0.1:80/healthz", "127.0.0.1:80", 200},
		{"http://evil.example/healthz", "evil.example", 421},
		{"http://evil.example/healthz", "localhost", 400},
		{"http://localhost/healthz", "evil.example", 400},
		{"/healthz", "evil.example", 421},
	} {
		got := statuses(t, f.url, "GET "+tt.target+" HTTP/1.1\r\nHost: "+tt.host+"\r\n\r\n")
		if len(got) != 1 || got[0] != tt.want {
			t.Errorf("%s of %s: got %v, want %d", tt.target, tt.host, got, tt.want)
		}
	}
	if got := statuses(t, f.url, "GET http://evil.example/healthz HTTP/1.0\r\n\r\n"); len(got) != 1 || got[0] != 421 {
		t.Errorf("without a Host: got %v", got)
	}
}

// A body that ends before its length is none, however long it was to be.
func TestBodyCutOff(t *testing.T) {
	f := start(t, nil)
	const body = `{"username":"anna","password":"` + right + `"}`
	for _, length := range []int{len(body) + 1, 600} {
		got := statuses(t, f.url, fmt.Sprintf("POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body))
		if len(got) != 1 || got[0] != 400 {
			t.Errorf("%d bytes of %d: got %v, want 400", len(body), length, got)
		}
	}
	if got := f.log.String(); strings.Count(got, "unexpected EOF") != 2 {
		t.Errorf("the log does not tell: %s", got)
	}
}

// E07: who runs the server learns of it.
func TestRefusedFramingIsLogged(t *testing.T) {
	f := start(t, nil)
	statuses(t, f.url, "GET /\x1b[31mforged HTTP/1.1\nHost: x\n\n")
	if got := f.log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `msg="request refused" request_id=`) || !strings.Contains(got, ` peer=127.0.0.1:`) || strings.Contains(got, "forged") {
		t.Errorf("got %s", got)
	}
}

// The bytes may come as they like.
func TestFramingByteByByte(t *testing.T) {
	f := start(t, nil)
	conn, err := net.Dial("tcp", strings.TrimPrefix(f.url, "http://"))
	f.must(err)
	defer conn.Close()
	const body = `{"username":"anna","password":"` + right + `"}`
	request := fmt.Sprintf("POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	go func() {
		for _, b := range []byte(request + request) {
			if _, err := conn.Write([]byte{b}); err != nil {
				return
			}
		}
	}()
	r := bufio.NewReader(conn)
	for range 2 {
		resp, err := http.ReadResponse(r, nil)
		f.must(err)
		data, err := io.ReadAll(resp.Body)
		f.must(err)
		readToken(t, reply{resp, string(data)})
	}
}

// E07: of what is not refused, package net/http and the connection below it agree
// where each request ends; and it does not count how the bytes came.
func FuzzFraming(f *testing.F) {
	const next = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
	for _, s := range []string{
		next + next, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345" + next, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + next,
		"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + next, "POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n12345" + next, "POST / HTTP/1.1\r\nContent-Length: 5 \r\n\r\n12345",
		"POST / HTTP/1.1\r\nContent-Length:\r\n\r\n" + next, "POST / HTTP/1.1\r\ncontent-length:5\r\ntransfer-encoding:identity\r\n\r\n12345", "GET / HTTP/1.1\nHost: x\n\n", "\r\n" + next,
		"POST / HTTP/1.1\r\nContent-Length: 0000000000000000000000000000000000000005\r\n\r\n12345" + next, "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
		"POST / HTTP/1.1\r\nContent-Length : 5\r\n\r\n12345", "POST / HTTP/1.1\r\nX: y\r\n Content-Length: 5\r\n\r\n12345", "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n12345",
		"POST / HTTP/1.1\r\nContent-Length:" + strings.Repeat(" ", 60) + "5\r\n\r\n12345" + next, "POST / HTTP/1.1\r\nContent-Length:" + strings.Repeat(" \t", 12) + "5\r\n\r\n12345" + next,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		heads, err := server.Heads(sent)
		if refused := server.IsRefused(sent); refused != (err != nil) {
			t.Errorf("all at once it is refused: %v; byte by byte: %v", refused, err)
		}
		unread := bytes.NewReader(sent)
		r := bufio.NewReader(unread)
		for i := 0; ; i++ {
			req, readErr := http.ReadRequest(r)
			if readErr != nil || i == len(heads) && err != nil {
				return // net/http refuses it, or we do
			}
			end := int64(len(sent) - unread.Len() - r.Buffered())
			if i >= len(heads) {
				t.Fatalf("net/http sees a request that ends at %d, after %v", end, heads)
			}
			if chunked := len(req.TransferEncoding) > 0; heads[i].End != end || heads[i].Chunked != chunked || !chunked && heads[i].Body != req.ContentLength {
				t.Fatalf("request %d: got %+v, net/http %d, %d, %v", i, heads[i], end, req.ContentLength, chunked)
			}
			if heads[i].Chunked {
				return // the connection ends after it
			}
			if n, readErr := io.Copy(io.Discard, req.Body); readErr != nil || n != max(req.ContentLength, 0) {
				return // cut off
			}
		}
	})
}

// statuses sends all at once, ends its side, and reads answers until the other
// ends, too.
func statuses(t *testing.T, url, send string) (all []int) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, send); err != nil {
		t.Fatal(err)
	}
	_ = conn.(*net.TCPConn).CloseWrite()
	for r := bufio.NewReader(conn); ; {
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			return all
		}
		all = append(all, resp.StatusCode)
		if _, err := io.ReadAll(resp.Body); err != nil {
			return all
		}
	}
}

// While somebody waits for an answer, package net/http reads on, to learn whether
// he hangs up: nobody is kept waiting there, to be woken for each answer.
func TestNobodyWatchesClients(t *testing.T) {
	const request, answer = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 200 OK"
	synctest.Test(t, func(t *testing.T) {
		leave := make(chan struct{})
		client := dialPipe(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-leave
		}))
		go io.WriteString(client, request)
		synctest.Wait()
		all := make([]byte, 1<<20)
		all = all[:runtime.Stack(all, true)]
		if strings.Contains(string(all), "(*connReader).backgroundRead(") {
			t.Error("somebody reads on")
		}
		close(leave)
		got := make([]byte, len(answer))
		if _, err := io.ReadFull(client, got); err != nil || string(got) != answer {
			t.Errorf("got %q, %v, want %q", got, err, answer)
		}
	})
}

// E06: clients who send nothing, or half, keep nobody else waiting.
func TestSlowClientsHurtNobody(t *testing.T) {
	f := start(t, nil)
	addr := strings.TrimPrefix(f.url, "http://")
	for i := range 200 {
		if i%2 == 0 {
			halfway(t, addr, "never")
			continue
		}
		conn, err := net.Dial("tcp", addr)
		f.must(err)
		t.Cleanup(func() { conn.Close() })
		_, err = io.WriteString(conn, "POST /token HTTP/1.1\r\nX-Slow: ")
		f.must(err)
	}
	for range 10 {
		readToken(t, f.login("anna", right))
	}
}
