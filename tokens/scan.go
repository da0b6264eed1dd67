package tokens

import "strings"

// plainBytes are those that stand for themselves in a string.
var plainBytes = func() (set [256]bool) {
	for c := ' '; c < 0x80; c++ {
		set[c] = c != '"' && c != '\\'
	}
	return set
}()

// text reads a string, and reports whether all of it stands for itself.
func (p *parser) text() (plain bool, err error) {
	plain = true
	for p.at++; p.at < len(p.doc); p.at++ {
		switch c := p.doc[p.at]; {
		case plainBytes[c]:
		case c == '"':
			p.at++
			return plain, nil
		case c == '\\':
			plain = false
			if err := p.escape(); err != nil {
				return false, err
			}
		case c < ' ':
			return false, p.unexpected()
		default:
			plain = false
		}
	}
	return false, p.unexpected()
}

// escape reads up to the last byte of an escape.
func (p *parser) escape() error {
	p.at++
	if !p.is('u') {
		if p.at == len(p.doc) || strings.IndexByte(escapes+"/", p.doc[p.at]) < 0 {
			return p.unexpected()
		}
		return nil
	}
	for range 4 {
		p.at++
		if p.at == len(p.doc) || !isHex(p.doc[p.at:p.at+1]) {
			return p.unexpected()
		}
	}
	return nil
}

// number reads a number. Source: RFC 8259, section 6.
func (p *parser) number() error {
	if p.is('-') {
		p.at++
	}
	if p.is('0') {
		p.at++
	} else if err := p.digits(); err != nil {
		return err
	}
	if p.is('.') {
		p.at++
		if err := p.digits(); err != nil {
			return err
		}
	}
	if p.is('e') || p.is('E') {
		p.at++
		if p.is('+') || p.is('-') {
			p.at++
		}
		return p.digits()
	}
	return nil
}

func (p *parser) is(c byte) bool { return p.at < len(p.doc) && p.doc[p.at] == c }

// digits reads one or more.
func (p *parser) digits() error {
	start := p.at
	for p.at < len(p.doc) && isDigit(p.doc[p.at]) {
		p.at++
	}
	if p.at == start {
		return p.unexpected()
	}
	return nil
}

func (p *parser) word(word string) error {
	for i := range len(word) {
		if !p.is(word[i]) {
			return p.unexpected()
		}
		p.at++
	}
	return nil
}
