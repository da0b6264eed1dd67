package caught_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"mintmark/app/internal/caught"
)

func TestDo(t *testing.T) {
	for _, want := range []error{nil, io.EOF} {
		if got := caught.Do(func() error { return want }); !errors.Is(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	err := fmt.Errorf("record: %w", caught.Do(func() error {
		var nobody []int
		return fmt.Errorf("%d", nobody[0])
	}))
	var p *caught.Panic
	if !errors.As(err, &p) || !strings.Contains(err.Error(), "index out of range") || !strings.Contains(p.Stack, "TestDo") {
		t.Fatalf("got %v", err)
	}
	if first, second := p.News(), p.News(); !first || second {
		t.Errorf("it is news %v, then %v", first, second)
	}
}
