package app

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings/seal"
)

const (
	// keyPasswordEnv is the environment variable with the password of a private key.
	keyPasswordEnv = "LOCKEDIT_KEY_PASSWORD"
	// maxKeyPassword is the size in bytes above which a file is surely no password.
	maxKeyPassword = 4096
)

// authority are the keys and approvals that a verb of the engine works with.
type authority struct {
	signers   []*seal.Signer
	approvals engine.Approvals
}

// authority reads keys and approvals, so that one that cannot be used is found
// before anything is contacted.
func (a *app) authority(ctx context.Context, o *options, j job, s spec.Spec) (authority, error) {
	var all authority
	if s.Evidence.Key != "" {
		signer, err := a.signer(ctx, s.Evidence.Key, o.keyPassword)
		if err != nil {
			return all, err
		}
		all.signers = []*seal.Signer{signer}
	}
	if j.verb != "apply" {
		return all, nil
	}
	var err error
	if all.approvals.Keys, err = seal.LoadKeys(s.Approval.Keys, a.env.Open); err != nil {
		return all, keyUsage(err)
	}
	all.approvals.Text, err = seal.ReadApprovals(seal.ApprovalsBeside(j.request.PlanFile), o.approvals)
	if err != nil {
		usage := spec.Usagef("%s", err)
		usage.Hint = "give the file that lockedit approve wrote"
		return all, usage
	}
	return all, nil
}

// signer reads a private key; a protected one needs its password.
func (a *app) signer(ctx context.Context, path, passwordFile string) (*seal.Signer, error) {
	s, err := seal.LoadSigner(path, a.env.Open, func() ([]byte, error) { return a.keyPassword(ctx, path, passwordFile) })
	return s, keyUsage(err)
}

// keyUsage turns a key that cannot be used into wrong usage.
func keyUsage(err error) error {
	var key *seal.KeyError
	if !errors.As(err, &key) {
		return err
	}
	usage := spec.Usagef("%s", err)
	usage.Hint = key.Hint
	return usage
}

// keyPassword is the password of a private key: from a file, from the
// environment, or from a person at the terminal.
func (a *app) keyPassword(ctx context.Context, path, file string) ([]byte, error) {
	if file != "" {
		return a.readKeyPassword(file)
	}
	if value, set := a.env.Getenv(keyPasswordEnv); set {
		return []byte(value), nil
	}
	if a.Ask == nil {
		return nil, fmt.Errorf("%w: it is protected, %s is not set, and there is no terminal to ask", seal.ErrPassword, keyPasswordEnv)
	}
	answer, err := a.asked(ctx, fmt.Sprintf("Password of the key %s: ", path))
	return []byte(answer), err
}

// asked asks a person for something that is not shown.
func (a *app) asked(ctx context.Context, text string) (string, error) { return a.ask(ctx, text, true) }

// readKeyPassword reads a password from a file that nobody else can read, or
// from standard input.
func (a *app) readKeyPassword(name string) ([]byte, error) {
	in := a.In
	if name != "-" {
		file, err := a.env.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }() // it was only read
		if err := spec.OwnersOnly(file); err != nil {
			return nil, fmt.Errorf("password file %s: %w", name, err)
		}
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, maxKeyPassword+1))
	text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	switch {
	case err != nil:
		return nil, err
	case len(text) == 0:
		return nil, fmt.Errorf("password file %s is empty", name)
	case len(text) > maxKeyPassword || bytes.ContainsAny(text, "\r\n\x00"):
		return nil, fmt.Errorf("password file %s has more than one line", name)
	}
	return text, nil
}

// authorities reads the certificates of time stamping authorities.
func (a *app) authorities(paths []string) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for _, path := range paths {
		text, err := a.env.ReadFile(path)
		var certificates []*x509.Certificate
		if err == nil {
			certificates, err = seal.ParseAuthorities(text)
		}
		if err != nil {
			usage := spec.Usagef("--tsa-cert: %s: %s", path, err)
			usage.Hint = "give a PEM file with the certificate of the authority, or of who certified it"
			return nil, usage
		}
		all = append(all, certificates...)
	}
	return all, nil
}
