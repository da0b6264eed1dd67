package site

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// A segment is a stretch of memory and where its content stands in the program.
type segment struct {
	address, at, size int
}

// A dataSection is what a program has in memory when it starts.
type dataSection struct {
	start, end int // in the program, with the head
	segments   []segment
}

const (
	dataNumber = 11
	i32Const   = 0x41
	endOfCode  = 0x0b
)

var errNotWasm = errors.New("this is no program for WebAssembly as the Go linker writes it")

// readData finds what a program has in memory when it starts.
//
// Source: WebAssembly Core Specification 2.0, section 5.5.
func readData(program []byte) (data dataSection, err error) {
	if !bytes.HasPrefix(program, []byte("\x00asm\x01\x00\x00\x00")) {
		return data, errNotWasm
	}
	r := &wasmReader{program: program, at: 8}
	for r.at < len(program) && !r.bad {
		data.start = r.at
		number, size := r.byte(), r.number()
		if data.end = r.at + size; number == dataNumber {
			data.segments, err = r.segments()
			return data, err
		}
		r.at = data.end
	}
	return data, errNotWasm
}

// A wasmReader reads a program; bad says that it went beyond its end, or found what
// the Go linker does not write.
type wasmReader struct {
	program []byte
	at      int
	bad     bool
}

func (r *wasmReader) segments() ([]segment, error) {
	list := make([]segment, 0, r.number())
	for range cap(list) {
		var s segment
		r.bad = r.bad || r.number() != 0 || r.byte() != i32Const
		s.address = r.number()
		r.bad = r.bad || r.byte() != endOfCode
		s.size = r.number()
		s.at = r.at
		if r.at += s.size; r.bad || s.address < 0 || r.at > len(r.program) {
			return nil, errNotWasm
		}
		list = append(list, s)
	}
	return list, nil
}

func (r *wasmReader) byte() byte {
	if r.at >= len(r.program) {
		r.bad = true
		return 0
	}
	r.at++
	return r.program[r.at-1]
}

// number is one in LEB128. Addresses are signed there; none of the linker's has
// its highest bit set.
func (r *wasmReader) number() int {
	n, size := binary.Uvarint(r.program[min(r.at, len(r.program)):])
	if size <= 0 || n > 1<<31 {
		r.bad = true
		return 0
	}
	r.at += size
	return int(n)
}

// memory is what all segments make of it.
func (d dataSection) memory(program []byte) []byte {
	top := 0
	for _, s := range d.segments {
		top = max(top, s.address+s.size)
	}
	memory := make([]byte, top)
	for _, s := range d.segments {
		copy(memory[s.address:], program[s.at:s.at+s.size])
	}
	return memory
}

// replace is the program with another memory. The linker begins a segment after
// each few zeros, up to the hundred thousand that browsers take: their heads are
// a fourteenth of what there is to fetch, and zeros are next to nothing.
func (d dataSection) replace(program, memory []byte) []byte {
	var body []byte
	segments := split(memory)
	for _, s := range segments {
		body = binary.AppendUvarint(append(body, 0, i32Const), uint64(s.address))
		if body[len(body)-1]&0x40 != 0 { // or it would be a negative address
			body[len(body)-1] |= 0x80
			body = append(body, 0)
		}
		body = binary.AppendUvarint(append(body, endOfCode), uint64(s.size))
		body = append(body, memory[s.address:s.address+s.size]...)
	}
	count := binary.AppendUvarint(nil, uint64(len(segments)))
	replaced := append(bytes.Clone(program[:d.start]), dataNumber)
	replaced = binary.AppendUvarint(replaced, uint64(len(count)+len(body)))
	return slices.Concat(replaced, count, body, program[d.end:])
}

// mostZeros is how many zeros stand in a segment side by side.
const mostZeros = 64

// split is what is in memory, without long stretches of zeros.
func split(memory []byte) (segments []segment) {
	for at, b := range memory {
		if b == 0 {
			continue
		}
		last := len(segments) - 1
		if last < 0 || at-segments[last].address-segments[last].size > mostZeros {
			segments = append(segments, segment{address: at})
			last++
		}
		segments[last].size = at + 1 - segments[last].address
	}
	return segments
}
