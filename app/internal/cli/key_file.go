package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mintmark/app/internal/secret"
)

// A secretFile is where a secret will stand that is shown only once. It is there
// before the secret is, for the owner's eyes only, with room for it: a disk that
// is full or a folder that is closed shows while nothing is lost yet.
type secretFile struct{ *os.File }

// room is more than a secret takes, in bytes.
const room = 256

// reserve makes the file and the folder around it. It never takes one that is
// there.
func reserve(name string) (*secretFile, error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, usage("take another name, or move it away", "%s is there already", name)
	}
	if err != nil {
		return nil, err
	}
	file := &secretFile{f}
	if _, err := f.WriteString(strings.Repeat("\n", room)); err != nil {
		return nil, errors.Join(err, file.drop())
	}
	if err := f.Sync(); err != nil {
		return nil, errors.Join(err, file.drop())
	}
	return file, nil
}

// keep writes the secret, durably.
func (f *secretFile) keep(s secret.Text) error {
	line := s.Reveal() + "\n"
	if _, err := f.WriteAt([]byte(line), 0); err != nil {
		return err
	}
	if err := f.Truncate(int64(len(line))); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// drop removes the file, where there is one.
func (f *secretFile) drop() error {
	if f == nil {
		return nil
	}
	_ = f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return fmt.Errorf("remove what was begun: %w", err)
	}
	return nil
}
