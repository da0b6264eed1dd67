package site

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// errNoTables is for a program that is not laid out as Go 1.26 does it.
var errNoTables = errors.New("there are no tables of Go 1.26 in the program")

// The header of the tables that lead from a place in the code to its function,
// file and line, as offsets of its fields.
//
// Source: Go 1.26, src/runtime/symtab.go, pcHeader, and runtime2.go, _func.
var tablesMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8} // in 64 bits

const (
	atCount   = 8  // of functions
	atUnits   = 40 // where the files by unit begin, from the header
	atTables  = 56 // likewise the tables of all functions, which files by unit end in front of
	atEntries = 64 // likewise the functions

	inFunc    = 44 // bytes of a function that the numbers of its other tables follow
	atLines   = 20 // of a function: its tables of files and of lines
	atOthers  = 28 // of a function: how many other tables it has
	atUnit    = 32 // of a function: its unit and the line that it begins in
	atPointer = 16 // of a function: its table of stack pointers
)

// DropLines takes the files and lines of source out of a program for
// WebAssembly: a fifteenth of what a browser has to fetch. Functions keep their
// names, so that a panic still says where it was. A table at offset 0 is to the
// runtime one that is not there.
func DropLines(program []byte) ([]byte, error) {
	data, err := readData(program)
	if err != nil {
		return nil, err
	}
	memory := data.memory(program)
	start := bytes.Index(memory, tablesMagic)
	if start < 0 {
		return nil, errNoTables
	}
	t := tables{memory[start:]}
	if err := t.dropLines(); err != nil {
		return nil, err
	}
	return data.replace(program, memory), nil
}

// tables are the memory from the header on.
type tables struct{ memory []byte }

func (t tables) number(at int) int { return int(binary.LittleEndian.Uint64(t.memory[at:])) }

func (t tables) short(at int) int { return int(binary.LittleEndian.Uint32(t.memory[at:])) }

// dropLines clears what nothing but files and lines needs. Equal tables are
// there once, so that one of lines may be one of something else.
func (t tables) dropLines() (err error) {
	defer func() {
		if recover() != nil { // an index out of range
			err = errNoTables
		}
	}()
	units, all, entries := t.number(atUnits), t.number(atTables), t.number(atEntries)
	lines, needed := map[int]bool{}, map[int]bool{0: true}
	for i := range t.number(atCount) {
		f := entries + t.short(entries+8*i+4)
		needed[t.short(f+atPointer)] = true
		for other := range t.short(f + atOthers) {
			needed[t.short(f+inFunc+4*other)] = true
		}
		lines[t.short(f+atLines)], lines[t.short(f+atLines+4)] = true, true
		clear(t.memory[f+atLines : f+atLines+8])
		clear(t.memory[f+atUnit : f+atUnit+8])
	}
	for line := range lines {
		if !needed[line] {
			t.clearTable(all + line)
		}
	}
	clear(t.memory[units:all])
	return nil
}

// clearTable clears one table: pairs of numbers of variable length, up to a pair
// that begins with a zero and is not the first.
func (t tables) clearTable(at int) {
	end := at
	for end == at || t.memory[end] != 0 {
		for range 2 {
			for t.memory[end] >= 0x80 {
				end++
			}
			end++
		}
	}
	clear(t.memory[at:end])
}
