package spec_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lockedit/internal/spec"
)

// sources are places with an environment and nothing else.
func sources(env map[string]string) spec.Sources {
	return spec.Sources{
		Getenv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		Stdin:  strings.NewReader(""),
		Open:   func(name string) (fs.File, error) { return os.Open(name) },
	}
}

var defaultEnv = map[string]string{"LOCKEDIT_USERNAME": "weblogic", "LOCKEDIT_PASSWORD": " secret "}

func writeFile(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestResolveCredentials(t *testing.T) {
	asks := func(s *spec.Sources) {
		s.Prompt = func(_ context.Context, _ string, hidden bool) (string, error) {
			return map[bool]string{false: "typed", true: "typed-secret"}[hidden], nil
		}
	}
	tests := []struct {
		name    string
		c       spec.Credentials
		env     map[string]string
		with    func(*spec.Sources)
		account string
		secret  string
	}{
		{"environment", spec.Credentials{}, defaultEnv, nil, "weblogic", " secret "},
		{"own variables", spec.Credentials{UsernameEnv: "U", PasswordEnv: "P"}, map[string]string{"U": "u", "P": "p"}, nil, "u", "p"},
		{"environment before prompt", spec.Credentials{}, defaultEnv, asks, "weblogic", " secret "},
		{"prompt", spec.Credentials{}, nil, asks, "typed", "typed-secret"},
		{"name and prompt", spec.Credentials{Username: "me"}, nil, asks, "me", "typed-secret"},
		{"file", spec.Credentials{Username: "me", PasswordFile: writeFile(t, "from file\n", 0o600)}, defaultEnv, nil, "me", "from file"},
		{"file with CRLF", spec.Credentials{Username: "me", PasswordFile: writeFile(t, "x\r\n", 0o400)}, nil, nil, "me", "x"},
		{"standard input", spec.Credentials{Username: "me", PasswordFile: "-"}, nil,
			func(s *spec.Sources) { s.Stdin = strings.NewReader("piped\n") }, "me", "piped"},
		{"secret", spec.Credentials{Secret: "ns/name"}, defaultEnv, func(s *spec.Sources) {
			s.ReadSecret = func(_ context.Context, ns, name string) (string, string, error) { return ns, name, nil }
		}, "ns", "name"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from := sources(tt.env)
			if tt.with != nil {
				tt.with(&from)
			}
			account, secret, err := spec.ResolveCredentials(t.Context(), tt.c, from)
			if err != nil {
				t.Fatal(err)
			}
			if account != tt.account || secret.Reveal() != tt.secret {
				t.Errorf("got %q and %q, want %q and %q", account, secret.Reveal(), tt.account, tt.secret)
			}
		})
	}
}

func TestResolveCredentialsRefuses(t *testing.T) {
	tests := []struct {
		name string
		c    spec.Credentials
		env  map[string]string
		want string
	}{
		{"nothing", spec.Credentials{}, nil, "user name of the console account: environment variable LOCKEDIT_USERNAME is not set"},
		{"no password", spec.Credentials{Username: "me"}, nil, "password of the console account: environment variable LOCKEDIT_PASSWORD is not set"},
		{"empty name", spec.Credentials{}, map[string]string{"LOCKEDIT_USERNAME": ""}, "LOCKEDIT_USERNAME is empty"},
		{"empty password", spec.Credentials{Username: "me"}, map[string]string{"LOCKEDIT_PASSWORD": ""}, "LOCKEDIT_PASSWORD is empty"},
		{"password of two lines", spec.Credentials{Username: "me"}, map[string]string{"LOCKEDIT_PASSWORD": "a\nb"}, "has more than one line"},
		{"no file", spec.Credentials{Username: "me", PasswordFile: "/no/such"}, defaultEnv, `file "/no/such": no such file or directory`},
		{"others read", spec.Credentials{Username: "me", PasswordFile: writeFile(t, "x", 0o644)}, nil, "others than its owner can read it (mode 0644)"},
		{"group reads", spec.Credentials{Username: "me", PasswordFile: writeFile(t, "x", 0o640)}, nil, "(mode 0640)"},
		{"directory", spec.Credentials{Username: "me", PasswordFile: t.TempDir()}, nil, "is a directory"},
		{"empty file", spec.Credentials{Username: "me", PasswordFile: writeFile(t, "\n", 0o600)}, nil, "is empty"},
		{"two lines", spec.Credentials{Username: "me", PasswordFile: writeFile(t, "a\nb\n", 0o600)}, nil, "has more than one line"},
		{"byte order mark", spec.Credentials{Username: "me", PasswordFile: writeFile(t, "\ufeffx", 0o600)}, nil, "byte order mark"},
		{"long", spec.Credentials{Username: "me", PasswordFile: writeFile(t, strings.Repeat("x", 5000), 0o600)}, nil, "is longer than 4096 bytes"},
		{"empty standard input", spec.Credentials{Username: "me", PasswordFile: "-"}, nil, "standard input: is empty"},
		{"secret without kubectl", spec.Credentials{Secret: "a/b"}, nil, "Kubernetes secret a/b: secrets cannot be read here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := spec.ResolveCredentials(t.Context(), tt.c, sources(tt.env))
			var typed *spec.CredentialsError
			if !errors.As(err, &typed) || typed.Hint == "" || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s, and a hint", err, tt.want)
			}
		})
	}
}

func TestResolveCredentialsInterrupted(t *testing.T) {
	cause := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	from := sources(nil)
	from.Prompt = func(context.Context, string, bool) (string, error) {
		cancel(cause)
		return "", ctx.Err()
	}
	if _, _, err := spec.ResolveCredentials(ctx, spec.Credentials{}, from); !errors.Is(err, cause) {
		t.Errorf("got %v, want the cause", err)
	}
}
