package password

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestJobGoesThrough(t *testing.T) {
	for name, want := range map[string]job{
		"usual":       {Default, keyLen, []byte("0123456789abcdef"), []byte("correct horse")},
		"no password": {cheap, 16, []byte("01234567"), []byte{}},
		"long":        {cheap, 64, bytes.Repeat([]byte("s"), 1000), []byte(strings.Repeat("x", 1<<16))},
	} {
		t.Run(name, func(t *testing.T) {
			var pipe bytes.Buffer
			for range 2 {
				if err := want.writeTo(&pipe); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				if got, err := readJob(&pipe); err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("got %v, %v, want %v", got, err, want)
				}
			}
			if _, err := readJob(&pipe); !errors.Is(err, io.EOF) {
				t.Errorf("got %v at the end, want EOF", err)
			}
		})
	}
}

// What is read is a job that can be done, and is written as it was read.
func FuzzReadJob(f *testing.F) {
	for _, j := range []job{{Default, keyLen, make([]byte, saltLen), []byte("x")}, {keyLen: 1}, {Params{1 << 31, 1, 1}, keyLen, nil, nil}} {
		var b bytes.Buffer
		_ = j.writeTo(&b)
		f.Add(b.Bytes())
		f.Add(b.Bytes()[:b.Len()-1])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		j, err := readJob(r)
		if err != nil {
			return
		}
		if !j.usable() || j.keyLen == 0 || max(j.keyLen, uint32(len(j.salt)), uint32(len(j.password))) > maxPart {
			t.Errorf("got %+v", j.Params)
		}
		var again bytes.Buffer
		if err := j.writeTo(&again); err != nil || !bytes.Equal(again.Bytes(), data[:len(data)-r.Len()]) {
			t.Errorf("got %x, %v, want %x", again.Bytes(), err, data)
		}
	})
}
