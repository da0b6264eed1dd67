package contracttest

import (
	"bufio"
	"io"
	"net/http"
	"strings"
)

// Parse reads an exchange as it went over the wire.
func Parse(sent, answered string) (*Exchange, error) {
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(sent)))
	if err != nil {
		return nil, err
	}
	asked, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(answered)), r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return &Exchange{Request: r, Sent: asked, Status: resp.StatusCode, Header: resp.Header, Body: body}, err
}
