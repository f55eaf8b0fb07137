package kubectl

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// PatchArgs are the arguments of the kubectl command that merges patch (RFC
// 7386: null removes a field) into a Domain. Strategic patches, kubectl's
// default, are not supported for custom resources.
func PatchArgs(domain Domain, patch string) []string {
	return []string{"patch", domain.Resource(), domain.Meta.Name, "--type=merge", "--patch", patch}
}

// PatchDomain merges a patch into a Domain and returns the Domain as it is
// then. A patch that names a metadata.resourceVersion is refused with
// *ConflictError when the Domain is no longer of that version.
func (c *Client) PatchDomain(ctx context.Context, domain Domain, patch string) (Domain, error) {
	var patched Domain
	args := append(PatchArgs(domain, patch), "-o", "json")
	err := c.getJSON(ctx, domain.Meta.Namespace, &patched, args...)
	return patched, err
}

// TryPatch has the API server judge a patch without making it (--dry-run=server): its
// admission webhooks and policies are asked, and may deny it with *[DeniedError].
func (c *Client) TryPatch(ctx context.Context, domain Domain, patch string) error {
	args := append(PatchArgs(domain, patch), "--dry-run=server", "-o", "name")
	_, err := c.call(ctx, domain.Meta.Namespace, args...)
	return err
}

// CanPatchDomain asks the API server whether this account may patch the Domain.
func (c *Client) CanPatchDomain(ctx context.Context, name string) (bool, error) {
	return c.CanI(ctx, "", "patch", domains+"/"+name)
}

// CanI asks the API server whether this account may do something, such as
// "patch" "domains.weblogic.oracle/soainfra".
func (c *Client) CanI(ctx context.Context, namespace, verb, resource string) (bool, error) {
	text, err := c.call(ctx, namespace, "auth", "can-i", verb, resource)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	answer, _, _ := strings.Cut(lines[len(lines)-1], " ")
	switch {
	case answer == "yes" && err == nil:
		return true, nil
	case answer == "no": // kubectl exits with 1 then
		return false, nil
	case err != nil:
		return false, err
	}
	return false, fmt.Errorf("kubectl auth can-i answered %q", text)
}

// Version is the version of the kubectl program, such as v1.36.3.
func (c *Client) Version(ctx context.Context) (string, error) {
	var version struct {
		Client struct {
			GitVersion string `json:"gitVersion"`
		} `json:"clientVersion"`
	}
	err := c.getJSON(ctx, "", &version, "version", "--client", "-o", "json")
	if err == nil && version.Client.GitVersion == "" {
		err = errors.New("kubectl version --client names no version")
	}
	return version.Client.GitVersion, err
}

// Credentials reads the user name and password from a Secret with the keys
// username and password, as the operator's own credentials Secrets have them. What
// kubectl writes to standard error meanwhile is not told: a program in its place that
// has it log its requests writes the answer there, before anybody can know what to
// keep out of texts.
func (c *Client) Credentials(ctx context.Context, namespace, name string) (username, password string, err error) {
	var secret struct {
		Data map[string]string `json:"data"`
	}
	mute := *c
	mute.options.Warn = nil
	if err := mute.getJSON(ctx, namespace, &secret, "get", "secret", name, "-o", "json"); err != nil {
		return "", "", hideOutput(err)
	}
	if username, err = decode(secret.Data, "username"); err != nil {
		return "", "", fmt.Errorf("secret %s: %w", name, err)
	}
	if password, err = decode(secret.Data, "password"); err != nil {
		return "", "", fmt.Errorf("secret %s: %w", name, err)
	}
	return username, password, nil
}

func decode(data map[string]string, key string) (string, error) {
	encoded, found := data[key]
	if !found {
		return "", fmt.Errorf("it has no key %q", key)
	}
	text, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", fmt.Errorf("key %q: not base64", key) // the error would quote it
	}
	if len(text) == 0 {
		return "", fmt.Errorf("key %q is empty", key)
	}
	return string(text), nil
}

// hideOutput keeps what was read out of an error about a Secret: a JSON error may quote
// it, and kubectl's log, of which only the words stay that kubectl ends with.
func hideOutput(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) || errors.As(err, &kind) {
		return errors.New("kubectl get secret printed no Secret")
	}
	var failed *CommandError
	if errors.As(err, &failed) {
		failed.Stderr = strings.Join(lastWords.FindAllString(failed.Stderr, -1), "\n")
	}
	return err
}

// lastWords are the lines in which kubectl says why it did not read an object.
var lastWords = regexp.MustCompile(`(?m)^(?:Error from server|error: |Unable to connect to|The connection to the server).*`)
