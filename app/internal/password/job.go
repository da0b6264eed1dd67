package password

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/crypto/argon2"
)

// A job is one hash to make.
type job struct {
	Params
	keyLen         uint32
	salt, password []byte
}

// derive returns the key, of keyLen bytes.
func (j job) derive() []byte {
	return argon2.IDKey(j.password, j.salt, j.Time, j.Memory, j.Threads, j.keyLen)
}

func deriveAll(jobs []job) (keys [][]byte) {
	for _, j := range jobs {
		keys = append(keys, j.derive())
	}
	return keys
}

// A head is what goes before salt and password through a pipe, in big-endian
// order. The answer is the key, without anything before it.
type head struct {
	Params
	KeyLen, SaltLen, PasswordLen uint32
}

// maxPart is the longest salt, password or key that goes through a pipe, in bytes.
const maxPart = 1 << 20

var errJob = errors.New("want a job of a hash")

func (j job) writeTo(w io.Writer) error {
	var b bytes.Buffer // one write
	err := binary.Write(&b, binary.BigEndian, head{j.Params, j.keyLen, uint32(len(j.salt)), uint32(len(j.password))})
	b.Write(j.salt)
	b.Write(j.password)
	if err == nil {
		_, err = w.Write(b.Bytes())
	}
	return err
}

// readJob returns [io.EOF] where there is no more.
func readJob(r io.Reader) (j job, err error) {
	var h head
	if err := binary.Read(r, binary.BigEndian, &h); err != nil {
		return job{}, err
	}
	if !h.usable() || max(h.KeyLen, h.SaltLen, h.PasswordLen) > maxPart || h.KeyLen == 0 {
		return job{}, errJob
	}
	text := make([]byte, h.SaltLen+h.PasswordLen)
	if _, err := io.ReadFull(r, text); err != nil {
		return job{}, errors.Join(errJob, err)
	}
	return job{h.Params, h.KeyLen, text[:h.SaltLen], text[h.SaltLen:]}, nil
}
