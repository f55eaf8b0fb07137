package spec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// maxPassword is the size in bytes above which a file is surely no password.
const maxPassword = 4096

// Sources are the places that credentials can come from.
type Sources struct {
	// Getenv looks an environment variable up, as os.LookupEnv does.
	Getenv func(name string) (string, bool)
	// Stdin is read to its end for the password file "-".
	Stdin io.Reader
	// Open opens a password file.
	Open func(name string) (fs.File, error)
	// Prompt asks a person at the terminal; hidden answers are not echoed. It
	// is nil when there is no terminal.
	Prompt func(ctx context.Context, question string, hidden bool) (string, error)
	// ReadSecret reads the keys username and password of a Kubernetes secret.
	ReadSecret func(ctx context.Context, namespace, name string) (username, password string, err error)
}

// CredentialsError says which part of the console account is not there, and
// what to do. It never holds a password.
type CredentialsError struct {
	// What is the part: "user name", "password" or "account".
	What string
	// Why says what was looked at, and what was wrong with it.
	Why string
	// Hint says what to do next.
	Hint string
	// Contacted is true when something outside this machine has been asked.
	Contacted bool
	// Err is the error beneath, if there is one.
	Err error
}

// Error is the message in one line.
func (e *CredentialsError) Error() string {
	text := e.What + " of the console account: " + e.Why
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the error beneath.
func (e *CredentialsError) Unwrap() error { return e.Err }

const credentialsHint = "set LOCKEDIT_USERNAME and LOCKEDIT_PASSWORD, or give --username and --password-file, or --credentials-secret"

// ResolveCredentials returns the console account that a spec points to. It
// reads exactly what the spec names; only where the spec leaves the default
// environment variables in place, and they are not set, a person at a terminal
// is asked. The error is a *CredentialsError, or that of a cancelled context.
func ResolveCredentials(ctx context.Context, c Credentials, from Sources) (string, Secret, error) {
	if c.Secret != "" {
		return fromSecret(ctx, c.Secret, from)
	}
	username, err := resolveUsername(ctx, c, from)
	if err != nil {
		return "", Secret{}, err
	}
	password, err := resolvePassword(ctx, c, username, from)
	if err != nil {
		return "", Secret{}, err
	}
	return username, NewSecret(password), nil
}

func fromSecret(ctx context.Context, secret string, from Sources) (string, Secret, error) {
	failed := &CredentialsError{What: "account", Why: "Kubernetes secret " + secret,
		Hint: "check the secret's name and that this kubeconfig may read it, or give the account another way"}
	if from.ReadSecret == nil {
		failed.Err = errors.New("secrets cannot be read here")
		return "", Secret{}, failed
	}
	namespace, name, _ := strings.Cut(secret, "/") // the form was validated
	username, password, err := from.ReadSecret(ctx, namespace, name)
	failed.Contacted = true
	switch {
	case ctx.Err() != nil:
		return "", Secret{}, context.Cause(ctx)
	case err != nil:
		failed.Err = err
	case username == "":
		failed.Err = errors.New("its key username is empty")
	default:
		failed.Err = checkPassword(password)
	}
	if failed.Err != nil {
		return "", Secret{}, failed
	}
	return username, NewSecret(password), nil
}

func resolveUsername(ctx context.Context, c Credentials, from Sources) (string, error) {
	if c.Username != "" {
		return c.Username, nil
	}
	name := orDefault(c.UsernameEnv, DefaultUsernameEnv)
	value, set := from.Getenv(name)
	switch {
	case set && value != "":
		return value, nil
	case set:
		return "", envError("user name", name, "is empty")
	case name != DefaultUsernameEnv || from.Prompt == nil:
		return "", envError("user name", name, "is not set")
	}
	answer, err := from.Prompt(ctx, "User name of the console account: ", false)
	if err == nil && answer == "" {
		err = errors.New("no name was typed")
	}
	return answer, promptError(ctx, "user name", err)
}

func resolvePassword(ctx context.Context, c Credentials, username string, from Sources) (string, error) {
	if c.PasswordFile != "" {
		return readPassword(c.PasswordFile, from)
	}
	name := orDefault(c.PasswordEnv, DefaultPasswordEnv)
	value, set := from.Getenv(name)
	switch {
	case set:
		if err := checkPassword(value); err != nil {
			return "", envError("password", name, err.Error())
		}
		return value, nil
	case name != DefaultPasswordEnv || from.Prompt == nil:
		return "", envError("password", name, "is not set")
	}
	answer, err := from.Prompt(ctx, fmt.Sprintf("Password of %q: ", username), true)
	if err == nil {
		err = checkPassword(answer)
	}
	return answer, promptError(ctx, "password", err)
}

func orDefault(name, fallback string) string {
	if name == "" {
		return fallback
	}
	return name
}

func envError(what, name, why string) error {
	return &CredentialsError{What: what, Why: "environment variable " + name + " " + why, Hint: credentialsHint}
}

func promptError(ctx context.Context, what string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return &CredentialsError{What: what, Why: "asked at the terminal", Err: err, Hint: credentialsHint}
}

func readPassword(name string, from Sources) (string, error) {
	failed := func(err error, hint string) error {
		return &CredentialsError{What: "password", Why: passwordPlace(name), Err: err, Hint: hint}
	}
	in := from.Stdin
	if name != "-" {
		file, err := from.Open(name)
		if err != nil {
			return "", failed(reason(err), "give a file that is there and can be read, or - for standard input")
		}
		defer func() { _ = file.Close() }() // it was only read
		if err := OwnersOnly(file); err != nil {
			return "", failed(err, "chmod 600 the file, or pass the password through standard input with --password-file -")
		}
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, maxPassword+1))
	if err != nil {
		return "", failed(reason(err), "check the file")
	}
	password := cutNewline(text)
	if err := checkPassword(password); err != nil {
		return "", failed(err, "the file holds the password on one line and nothing else")
	}
	return password, nil
}

func passwordPlace(name string) string {
	if name == "-" {
		return "standard input"
	}
	return fmt.Sprintf("file %q", name)
}

// reason is the error of the system without the file's name, which the message
// has already.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// OwnersOnly refuses a file that others than its owner can read: it is to hold a
// secret.
func OwnersOnly(file fs.File) error {
	info, err := file.Stat()
	if err != nil {
		return reason(err)
	}
	if info.IsDir() {
		return errors.New("is a directory")
	}
	if mode := info.Mode().Perm(); info.Mode().IsRegular() && mode&0o044 != 0 {
		return fmt.Errorf("others than its owner can read it (mode %04o)", mode)
	}
	return nil
}

// cutNewline cuts one line end, which editors and echo add.
func cutNewline(text []byte) string {
	text = bytes.TrimSuffix(text, []byte("\n"))
	return string(bytes.TrimSuffix(text, []byte("\r")))
}

// checkPassword refuses what cannot be a password but would cost one of the
// five attempts before WebLogic locks the account.
func checkPassword(password string) error {
	switch {
	case password == "":
		return errors.New("is empty")
	case len(password) > maxPassword:
		return fmt.Errorf("is longer than %d bytes", maxPassword)
	case !utf8.ValidString(password):
		return errors.New("is not UTF-8 text")
	case strings.HasPrefix(password, "\ufeff"):
		return errors.New("starts with a byte order mark")
	case strings.ContainsAny(password, "\n\r"):
		return errors.New("has more than one line")
	case strings.ContainsRune(password, 0):
		return errors.New("holds a NUL byte")
	}
	return nil
}
