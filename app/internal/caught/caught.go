// Package caught keeps a panic from ending the process where no request would
// catch it: those who wait for what was being done get an error.
package caught

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"
)

// A Panic is one, as the error of all who waited.
type Panic struct {
	Value any
	Stack string

	told atomic.Bool
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// News is true for the first who asks: the others have the same panic.
func (p *Panic) News() bool { return p.told.CompareAndSwap(false, true) }

// Do is do, its panic a [*Panic].
func Do(do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{Value: v, Stack: string(debug.Stack())}
		}
	}()
	return do()
}
