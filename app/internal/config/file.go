package config

import (
	"io/fs"
	"os"
)

// A File is one that was read, as it was when reading it began.
type File struct {
	Path string

	info fs.FileInfo // nil where it could not be looked at
}

// LookAt is a file as it is now, wherever links lead.
func LookAt(path string) File {
	info, err := os.Stat(path)
	if err != nil {
		info = nil
	}
	return File{path, info}
}

// Is reports whether two looks at one path have seen the same file, which
// nobody has written to or let others read in between.
func (f File) Is(other File) bool {
	a, b := f.info, other.info
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size() && a.Mode() == b.Mode()
}
