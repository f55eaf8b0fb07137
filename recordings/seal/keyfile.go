package seal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	privateMode fs.FileMode = 0o600
	publicMode  fs.FileMode = 0o644
	// othersRead are the permissions that an unprotected private key may not have.
	othersRead fs.FileMode = 0o044
)

// Open opens a file by its name, as os.Open does.
type Open func(name string) (fs.File, error)

// LoadSigner reads a private key. Password is called only for a key that is
// protected. A key without a password that others than its owner can read is
// refused. The error is a *[KeyError].
func LoadSigner(path string, open Open, password func() ([]byte, error)) (*Signer, error) {
	text, mode, err := readKey(path, open)
	if err != nil {
		return nil, err
	}
	protected := false
	s, err := ParseSigner(text, func() ([]byte, error) {
		protected = true
		return password()
	})
	switch {
	case errors.Is(err, ErrPassword):
		return nil, &KeyError{Path: path, Err: err, Hint: "set LOCKEDIT_KEY_PASSWORD, or give --key-password-file"}
	case err != nil:
		return nil, &KeyError{Path: path, Err: err, Hint: "give an ed25519 or ECDSA (P-256, P-384, P-521) private key in PEM; `lockedit evidence keygen` makes one"}
	case !protected && mode.IsRegular() && mode.Perm()&othersRead != 0:
		return nil, &KeyError{Path: path, Err: fmt.Errorf("others than its owner can read it (mode %04o)", mode.Perm()),
			Hint: "chmod 600 the file, or protect it with a password: openssl pkcs8 -topk8 -in KEY -out NEW"}
	}
	return s, nil
}

// LoadKey reads a public key. The error is a *[KeyError].
func LoadKey(path string, open Open) (*Key, error) {
	text, _, err := readKey(path, open)
	if err != nil {
		return nil, err
	}
	k, err := ParseKey(text)
	if err != nil {
		return nil, &KeyError{Path: path, Err: err, Hint: "give an ed25519 or ECDSA (P-256, P-384, P-521) public key in PEM"}
	}
	k.Name = path
	return k, nil
}

// LoadKeys reads public keys, each key once.
func LoadKeys(paths []string, open Open) ([]*Key, error) {
	var keys []*Key
	known := map[string]string{}
	for _, path := range paths {
		k, err := LoadKey(path, open)
		if err != nil {
			return nil, err
		}
		if first := known[k.ID()]; first != "" {
			return nil, &KeyError{Path: path, Err: fmt.Errorf("is the same key as %s", first), Hint: "name each key once"}
		}
		known[k.ID()] = path
		keys = append(keys, k)
	}
	return keys, nil
}

func readKey(path string, open Open) ([]byte, fs.FileMode, error) {
	const hint = "give a file that is there and can be read"
	file, err := open(path)
	if err != nil {
		return nil, 0, &KeyError{Path: path, Err: cause(err), Hint: hint}
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	if err != nil {
		return nil, 0, &KeyError{Path: path, Err: cause(err), Hint: hint}
	}
	text, err := io.ReadAll(io.LimitReader(file, maxKey+1))
	if err == nil && len(text) > maxKey {
		err = errors.New("is too large for a key")
	}
	if err != nil {
		return nil, 0, &KeyError{Path: path, Err: cause(err), Hint: hint}
	}
	return text, info.Mode(), nil
}

// cause is the error of the system without the file's name.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// WritePair writes NAME.key, protected by a password unless that is empty, and
// NAME.pub into a directory. It returns an *[ExistsError] rather than write over
// a file.
func WritePair(dir, name string, s *Signer, password []byte) (private, public string, err error) {
	private, public = filepath.Join(dir, name+".key"), filepath.Join(dir, name+".pub")
	for _, path := range []string{private, public} {
		if _, err := os.Lstat(path); err == nil {
			return "", "", &ExistsError{Path: path}
		}
	}
	secret, err := s.Encode(password)
	if err != nil {
		return "", "", err
	}
	open, err := s.Public().Encode()
	if err != nil {
		return "", "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", "", err
	}
	return private, public, errors.Join(writeNew(private, secret, privateMode), writeNew(public, open, publicMode))
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, content []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if errors.Is(err, fs.ErrExist) {
		return &ExistsError{Path: path}
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}
