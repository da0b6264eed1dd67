package twilio

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/tokens"
)

// A Key is an API key as Twilio lists it. Whether it is a Main or a Standard one,
// Twilio does not say.
type Key struct {
	SID     string // SK…
	Name    string // the friendly one
	Created time.Time
}

// A NewKey is a key with the secret that Twilio shows once.
type NewKey struct {
	Key
	Secret secret.Text
}

// keyJSON is a key as it travels.
type keyJSON struct {
	SID     string      `json:"sid"`
	Name    string      `json:"friendly_name"`
	Created string      `json:"date_created"` // RFC 2822
	Secret  secret.Text `json:"secret"`
}

// key refuses what is none: its SID will stand in addresses.
func (k *keyJSON) key() (Key, error) {
	if err := tokens.CheckSID("SK", k.SID); err != nil {
		return Key{}, errors.New("the answer has no key in it")
	}
	created, _ := time.Parse(time.RFC1123Z, k.Created) // a key of no known age is a key
	return Key{k.SID, k.Name, created.UTC()}, nil
}

func (c *Client) address(last string) *url.URL {
	return c.base.JoinPath("2010-04-01", "Accounts", c.account, last)
}

// CreateKey makes a Standard key with a name of 64 characters at most. After
// [ErrUnsure] there may be one whose secret nobody knows: look for the name.
func (c *Client) CreateKey(ctx context.Context, name string) (NewKey, error) {
	var answer keyJSON
	if err := c.change(ctx, http.MethodPost, c.address("Keys.json"), url.Values{"FriendlyName": {name}}, &answer); err != nil {
		return NewKey{}, err
	}
	key, err := answer.key()
	if err == nil && answer.Secret == "" {
		err = fmt.Errorf("the answer has no secret for %s in it", key.SID)
	}
	if err != nil {
		return NewKey{}, fmt.Errorf("%w: %w", ErrUnsure, err)
	}
	return NewKey{key, answer.Secret}, nil
}

// Key fails with [ErrNotFound] if Twilio says that there is none.
func (c *Client) Key(ctx context.Context, sid string) (Key, error) {
	if err := tokens.CheckSID("SK", sid); err != nil {
		return Key{}, err
	}
	var answer keyJSON
	if err := c.get(ctx, c.address("Keys/"+sid+".json"), &answer); err != nil {
		return Key{}, err
	}
	if answer.SID != sid {
		return Key{}, errors.New("the answer is about another key")
	}
	return answer.key()
}

// DeleteKey deletes a key, and with it every token that it signed. Only a
// [Client.Key] that fails with [ErrNotFound] shows that it is done.
func (c *Client) DeleteKey(ctx context.Context, sid string) error {
	if err := tokens.CheckSID("SK", sid); err != nil {
		return err
	}
	return c.change(ctx, http.MethodDelete, c.address("Keys/"+sid+".json"), nil, nil)
}

// maxPages bounds a list that has no end.
const maxPages = 1000

// Keys is every key of the account, as Twilio orders them. It ends after the
// first error.
func (c *Client) Keys(ctx context.Context) iter.Seq2[Key, error] {
	return func(yield func(Key, error) bool) {
		next := c.address("Keys.json")
		next.RawQuery = "PageSize=100"
		for n := 0; next != nil; n++ {
			page, err := c.page(ctx, next)
			if err == nil && n == maxPages {
				err = errors.New("the list of keys has no end")
			}
			if err != nil {
				yield(Key{}, err)
				return
			}
			for _, k := range page.Keys {
				if key, err := k.key(); !yield(key, err) || err != nil {
					return
				}
			}
			if next, err = c.following(page.Next); err != nil {
				yield(Key{}, err)
				return
			}
		}
	}
}

type pageJSON struct {
	Keys []keyJSON `json:"keys"`
	Next string    `json:"next_page_uri"` // "" or null on the last
}

func (c *Client) page(ctx context.Context, u *url.URL) (p pageJSON, err error) {
	err = c.get(ctx, u, &p)
	if err == nil && p.Keys == nil {
		err = errors.New("the answer has no list of keys in it")
	}
	return p, err
}

// following is the next page, nil behind the last. It must be of the same list
// on the same host: the credentials go there.
func (c *Client) following(uri string) (*url.URL, error) {
	if uri == "" {
		return nil, nil
	}
	u, err := c.base.Parse(uri)
	if err != nil || u.Scheme != c.base.Scheme || u.Host != c.base.Host || u.User != nil || u.Path != c.address("Keys.json").Path {
		return nil, errors.New("the next page of the list is elsewhere, which is not followed")
	}
	return u, nil
}
