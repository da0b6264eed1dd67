package site

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// A segment is a stretch of memory and where its content stands in the program.
type segment struct {
	address, at, size int
}

const (
	dataSection = 11
	i32Const    = 0x41
	endOfCode   = 0x0b
)

var errNotWasm = errors.New("this is no program for WebAssembly as the Go linker writes it")

// readSegments lists what a program has in memory when it starts.
//
// Source: WebAssembly Core Specification 2.0, section 5.5.
func readSegments(program []byte) ([]segment, error) {
	if !bytes.HasPrefix(program, []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, errNotWasm
	}
	r := &wasmReader{program: program, at: 8}
	for r.at < len(program) && !r.bad {
		section, size := r.byte(), r.number()
		if section == dataSection {
			return r.segments()
		}
		r.at += size
	}
	return nil, errNotWasm
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

// readMemory is the memory with all segments in it.
func readMemory(program []byte, segments []segment) []byte {
	top := 0
	for _, s := range segments {
		top = max(top, s.address+s.size)
	}
	memory := make([]byte, top)
	for _, s := range segments {
		copy(memory[s.address:], program[s.at:s.at+s.size])
	}
	return memory
}

// writeMemory is the program with its segments as they are in memory.
func writeMemory(program []byte, segments []segment, memory []byte) []byte {
	program = bytes.Clone(program)
	for _, s := range segments {
		copy(program[s.at:s.at+s.size], memory[s.address:])
	}
	return program
}
