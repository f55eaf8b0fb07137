package recordings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

const maxPlan = 16 << 20 // bytes

// Seal completes a plan with its schema and digest. Lists that are nil become
// empty, so that a plan has one canonical form.
func (p *Plan) Seal() error {
	p.Schema = PlanSchema
	p.Changes = append([]PlannedChange{}, p.Changes...)
	p.Unchanged = append([]PlannedChange{}, p.Unchanged...)
	p.Targets = append([]string{}, p.Targets...)
	p.ValidUntil = p.ValidUntil.UTC()
	digest, err := p.digest()
	p.Digest = digest
	return err
}

// digest is the sum over the canonical JSON: keys in order of their bytes, no
// blanks, no digest (RFC 8785; a plan holds texts, lists and booleans only, a time being a text).
func (p Plan) digest() (string, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("plan: %w", err)
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return "", fmt.Errorf("plan: %w", err)
	}
	delete(fields, "digest")
	var canonical bytes.Buffer
	enc := json.NewEncoder(&canonical) // writes the keys of maps in order
	enc.SetEscapeHTML(false)
	if err := enc.Encode(fields); err != nil {
		return "", fmt.Errorf("plan: %w", err)
	}
	text = []byte(separators.Replace(strings.TrimSuffix(canonical.String(), "\n")))
	return "sha256:" + sha(text), nil
}

// separators undoes the escapes that Go writes and canonical JSON does not.
var separators = strings.NewReplacer(`\\`, `\\`, `\u2028`, "\u2028", `\u2029`, "\u2029")

// ReadPlan reads a plan file and checks its schema, that it has no unknown
// fields, and its digest. It returns a *[ForeignError], a *[NewerSchemaError]
// or a *[DigestError].
func ReadPlan(path string) (Plan, error) {
	file, err := os.Open(path)
	if err != nil {
		return Plan{}, fmt.Errorf("plan: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxPlan+1))
	if err != nil {
		return Plan{}, fmt.Errorf("plan: %w", err)
	}
	if len(text) > maxPlan {
		return Plan{}, &ForeignError{Path: path, What: "plan", Err: errors.New("it is too large")}
	}
	return parsePlan(path, text)
}

func parsePlan(path string, text []byte) (Plan, error) {
	var plan Plan
	if err := readJSON(path, "plan", PlanSchema, text, &Plan{}); err != nil {
		return Plan{}, err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&plan); err != nil {
		return Plan{}, &ForeignError{Path: path, What: "plan", Err: err}
	}
	sealed := plan
	if err := sealed.Seal(); err != nil {
		return Plan{}, err
	}
	if sealed.Digest != plan.Digest {
		return Plan{}, &DigestError{Path: path, Stated: plan.Digest, Actual: sealed.Digest}
	}
	return sealed, sameText(path, sealed, text)
}

// sameText refuses a plan that says the same in other bytes: approvers sign the
// bytes, and two keys of one name would be read differently by other programs.
func sameText(path string, p Plan, text []byte) error {
	written, err := p.Text()
	if err == nil && !bytes.Equal(written, text) {
		err = &ForeignError{Path: path, What: "plan", Err: errors.New("its blanks, line ends or keys were changed")}
	}
	return err
}

// Text is a sealed plan as plan.json has it, byte by byte.
func (p Plan) Text() ([]byte, error) { return indentJSON(p) }

// WritePlan writes plan.json, sealed, and tells each of its values as a change
// that is planned. A sealed plan that holds a secret is refused with a
// *[SecretInPlanError], because it would mean something else without it.
func (j *Journal) WritePlan(p Plan) error {
	clean := redacted(j.redact, p)
	if p.Digest != "" {
		if was, is, err := digests(p, clean); err != nil || was != is {
			return j.fail(errors.Join(err, &SecretInPlanError{}))
		}
	}
	if err := clean.Seal(); err != nil {
		return j.fail(err)
	}
	text, err := clean.Text()
	if err != nil {
		return j.fail(err)
	}
	return j.keepPlan(clean, text)
}

func digests(a, b Plan) (string, string, error) {
	first, err := a.digest()
	second, err2 := b.digest()
	return first, second, errors.Join(err, err2)
}

func (j *Journal) fail(err error) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.remember(err)
}

func (j *Journal) keepPlan(p Plan, text []byte) error {
	for _, c := range slices.Concat(p.Changes, p.Unchanged) {
		j.Change(Change{Type: c.Type, Object: c.Object, Attribute: c.Attribute, Before: c.Before, After: c.After})
	}
	return j.Keep("plan", planFile, text)
}

// Keep stores a file of the recording as it is; what says in a word what it is.
// The content must hold no secret.
func (j *Journal) Keep(what, name string, content []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.store(name, content); err != nil {
		return err
	}
	return j.emit(Event{
		Type: TypeFile, Message: what + " " + name, File: &File{Name: name, SHA256: sha(content)},
	})
}
