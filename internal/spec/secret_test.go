package spec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/rs/zerolog"

	"lockedit/internal/spec"
)

// holder keeps a secret where fmt cannot ask it how to print itself.
type holder struct {
	Open   spec.Secret
	hidden spec.Secret
}

func TestSecretShowsItselfNowhere(t *testing.T) {
	const value = "canary-value"
	secret := spec.NewSecret(value)
	inside := holder{secret, secret}
	var log bytes.Buffer
	logger := zerolog.New(&log)
	logger.Info().Object("o", secret).Interface("i", secret).Interface("in", inside).Stringer("s", secret).Msg("m")
	shown := []string{log.String(), fmt.Errorf("failed: %v", secret).Error()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%o", "%t", "%U"} {
		shown = append(shown, fmt.Sprintf(verb, secret), fmt.Sprintf(verb, &secret), fmt.Sprintf(verb, inside), fmt.Sprintf(verb, []any{secret}))
	}
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		text, err := marshal(inside)
		if err != nil {
			t.Fatal(err)
		}
		shown = append(shown, string(text))
	}
	for _, text := range shown {
		if strings.Contains(text, value) || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", value)) {
			t.Errorf("the secret shows in %q", text)
		}
	}
	if secret.Reveal() != value || secret.Empty() || !(spec.Secret{}).Empty() || !spec.NewSecret("").Empty() {
		t.Error("the secret lost its value")
	}
}
