package replay_test

import (
	"io/fs"
	"strings"
	"testing"

	"lockedit/internal/replay"
)

func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}
}

func noFile(name string) ([]byte, error) {
	if name == "password.txt" {
		return []byte("from-a-file\n"), nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// TestVarsOrder holds which place of a variable counts, and what is a secret.
func TestVarsOrder(t *testing.T) {
	vars := replay.NewVars(environment(map[string]string{"HOST": "env", "cluster": "env", "ADMIN_PASSWORD": "p", "SECRET_ENV": "s"}))
	if err := vars.SetPair("cluster=set=twice"); err != nil {
		t.Fatal(err)
	}
	text := "cluster: file\nport: 7001\ntable: ACTIVE\npassword: {file: password.txt}\nother: {env: SECRET_ENV}\n"
	if err := vars.Load("vars.yaml", []byte(text), noFile); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, value string
		secret      bool
	}{
		{"cluster", "set=twice", false}, {"port", "7001", false}, {"HOST", "env", false}, {"ADMIN_PASSWORD", "p", true},
		{"password", "from-a-file", true}, {"other", "s", true},
	} {
		value, ok := vars.Lookup(tt.name)
		if !ok || value != tt.value || vars.Secret(tt.name) != tt.secret {
			t.Errorf("%s: %q %v secret %v, want %q secret %v", tt.name, value, ok, vars.Secret(tt.name), tt.value, tt.secret)
		}
	}
	if _, ok := vars.Lookup("nothing"); ok {
		t.Error("a variable without a value has one")
	}
	other := vars.Copy()
	other.Set("read", "1")
	if _, ok := vars.Lookup("read"); ok {
		t.Error("what one flow reads, another sees")
	}
}

// TestVarsRefuse holds that secrets are taken by reference only.
func TestVarsRefuse(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a secret in the open", "admin_password: x\n", "looks like a secret"},
		{"no such file", "p: {file: nowhere}\n", "file does not exist"},
		{"no such variable", "p: {env: NOWHERE}\n", "NOWHERE is not set"},
		{"both", "p: {env: A, file: b}\n", "either {env: NAME} or {file: PATH}"},
		{"unknown", "p: {vault: x}\n", "either {env: NAME} or {file: PATH}"},
		{"list", "p: [1]\n", "has to be a text"},
		{"no yaml", "a: b: c\n", "vars.yaml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := replay.NewVars(environment(nil)).Load("vars.yaml", []byte(tt.text), noFile)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
	for _, pair := range []string{"novalue", "=x", "password=x"} {
		if err := replay.NewVars(environment(nil)).SetPair(pair); err == nil {
			t.Errorf("--set %s was taken", pair)
		}
	}
}
