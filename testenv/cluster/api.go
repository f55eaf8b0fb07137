package cluster

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Object is any Kubernetes object, as its JSON reads.
type Object = map[string]any

// API is a small client of the Kubernetes REST API: paths in, JSON out. It is
// for the test environment only; the product talks through kubectl.
type API struct {
	server string
	token  string
	http   *http.Client
}

// StatusError is the API server's refusal of a request.
type StatusError struct {
	Method, Path string
	Code         int
	Reason       string // such as NotFound, Conflict, AlreadyExists
	Message      string
}

// Error names the request and what the server said of it.
func (e *StatusError) Error() string {
	return fmt.Sprintf("%s %s: %d %s: %s", e.Method, e.Path, e.Code, e.Reason, e.Message)
}

// IsStatus says whether err is the server's answer with this HTTP status.
func IsStatus(err error, code int) bool {
	var status *StatusError
	return errors.As(err, &status) && status.Code == code
}

// newAPI makes a client for one server URL, the PEM text of the certificate it
// shows, and a bearer token.
func newAPI(server string, ca []byte, token string) (*API, error) {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		return nil, errors.New("certificate of the API server: not PEM")
	}
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		MaxIdleConnsPerHost: 8,
	}
	client := &http.Client{Transport: transport, Timeout: 20 * time.Second}
	return &API{server: server, token: token, http: client}, nil
}

// Get reads one object or list into out.
func (a *API) Get(ctx context.Context, path string, out any) error {
	return a.do(ctx, http.MethodGet, path, "", nil, out)
}

// Create posts one object to its collection's path.
func (a *API) Create(ctx context.Context, path string, in, out any) error {
	return a.do(ctx, http.MethodPost, path, "application/json", in, out)
}

// Patch merges in into the object (RFC 7386: null removes).
func (a *API) Patch(ctx context.Context, path string, in, out any) error {
	return a.do(ctx, http.MethodPatch, path, "application/merge-patch+json", in, out)
}

// Delete removes the object with a grace period: a pod that is bound to a node
// stays Terminating until it is deleted once more with grace 0.
func (a *API) Delete(ctx context.Context, path string, graceSeconds int) error {
	in := Object{"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": graceSeconds}
	return a.do(ctx, http.MethodDelete, path, "application/json", in, nil)
}

// Ready returns nil when the server says that it is ready for requests.
func (a *API) Ready(ctx context.Context) error {
	return a.do(ctx, http.MethodGet, "/readyz", "", nil, nil)
}

func (a *API) do(ctx context.Context, method, path, kind string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("%s %s: %w", method, path, err)
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, a.server+path, body)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+a.token)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	response, err := a.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return a.answer(response, method, path, out)
}

// answer reads a response: a Status object on refusal, else JSON into out.
func (a *API) answer(response *http.Response, method, path string, out any) error {
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if response.StatusCode >= 300 {
		refusal := &StatusError{Method: method, Path: path, Code: response.StatusCode}
		_ = json.Unmarshal(text, refusal) // plain text answers leave it with the code alone
		refusal.Code = response.StatusCode
		return refusal
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// close drops the idle connections, so that a server that stops need not wait
// for them.
func (a *API) close() {
	a.http.CloseIdleConnections()
}
