package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"lockedit/docs/kubernetes"
	"lockedit/testenv/operator/crds"
)

// install applies the Domain definitions and waits until they are established.
func (c *Cluster) install(ctx context.Context) error {
	manifest, err := crds.Manifest(c.options.APIVersion)
	if err != nil {
		return err
	}
	if err := c.Apply(ctx, manifest); err != nil {
		return err
	}
	if err := c.api.await(ctx, c.established); err != nil {
		return err
	}
	for _, name := range crds.Names(c.options.APIVersion) {
		if err := c.backdate(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// backdate says that a definition was established an hour ago. The API server waits
// two seconds before it makes the first object of one that is younger, for the sake of
// further API servers, of which there are none here.
func (c *Cluster) backdate(ctx context.Context, name string) error {
	path := "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name
	var seen struct {
		Status struct {
			Conditions []Object `json:"conditions"`
		} `json:"status"`
	}
	if err := c.API.Get(ctx, path, &seen); err != nil {
		return err
	}
	for _, condition := range seen.Status.Conditions {
		condition["lastTransitionTime"] = time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	}
	return c.API.Patch(ctx, path+"/status", Object{"status": Object{"conditions": seen.Status.Conditions}}, nil)
}

// established returns nil when every definition is served: the condition
// Established comes a moment before the path answers.
func (c *Cluster) established(ctx context.Context) error {
	for _, name := range crds.Names(c.options.APIVersion) {
		plural, group, _ := strings.Cut(name, ".")
		version := string(c.options.APIVersion)
		if plural == "clusters" {
			version = "v1"
		}
		path := fmt.Sprintf("/apis/%s/%s/%s", group, version, plural)
		if err := c.API.Get(ctx, path, nil); err != nil {
			return err
		}
	}
	return nil
}

// Apply runs kubectl apply with the administrator's account on a manifest.
func (c *Cluster) Apply(ctx context.Context, manifest string) error {
	cmd := exec.CommandContext(ctx, c.Kubectl(), "--kubeconfig", c.AdminKubeconfig, "apply", "-f", "-")
	cmd.Stdin = strings.NewReader(manifest)
	cmd.Env = []string{"HOME=" + c.dir, "KUBECTL_KUBERC=false"}
	cmd.WaitDelay = time.Second
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("kubectl apply: %w: %s", err, strings.TrimSpace(output.String()))
	}
	return nil
}

// Namespace makes a namespace, unless it is there. (A namespace cannot be
// removed from this cluster: the controller that empties it does not run.)
func (c *Cluster) Namespace(ctx context.Context, name string) error {
	namespace := Object{"apiVersion": "v1", "kind": "Namespace", "metadata": Object{"name": name}}
	err := c.API.Create(ctx, "/api/v1/namespaces", namespace, nil)
	if IsStatus(err, http.StatusConflict) {
		return nil
	}
	return err
}

// Account makes the namespace, applies docs/kubernetes/role.yaml for it and for
// one Domain, and returns the kubeconfig file of that service account, whose
// token the API server has issued.
func (c *Cluster) Account(ctx context.Context, namespace, domain string) (string, error) {
	if err := c.Namespace(ctx, namespace); err != nil {
		return "", err
	}
	if err := c.Apply(ctx, kubernetes.Role(namespace, domain)); err != nil {
		return "", err
	}
	token, err := c.accountToken(ctx, namespace, kubernetes.RestartAccount)
	if err != nil {
		return "", err
	}
	file := filepath.Join(c.dir, kubernetes.RestartAccount+"."+namespace+".kubeconfig")
	return file, c.writeKubeconfig(file, kubernetes.RestartAccount, namespace, token)
}

// accountToken asks the API server for a token of a service account
// (the TokenRequest of authentication.k8s.io/v1).
func (c *Cluster) accountToken(ctx context.Context, namespace, account string) (string, error) {
	path := fmt.Sprintf("/api/v1/namespaces/%s/serviceaccounts/%s/token", namespace, account)
	request := Object{
		"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
		"spec": Object{"expirationSeconds": 6 * 3600},
	}
	var answer struct {
		Status struct {
			Token string `json:"token"`
		} `json:"status"`
	}
	if err := c.API.Create(ctx, path, request, &answer); err != nil {
		return "", err
	}
	if answer.Status.Token == "" {
		return "", errors.New("the API server answered a token request without a token")
	}
	return answer.Status.Token, nil
}

// writeKubeconfig writes the file with which kubectl acts as one user. JSON is
// YAML, and needs no library.
func (c *Cluster) writeKubeconfig(file, user, namespace, token string) error {
	config := Object{
		"apiVersion": "v1", "kind": "Config", "current-context": user,
		"clusters": []any{Object{"name": "test", "cluster": Object{
			"server": c.Server, "certificate-authority": c.caFile(),
		}}},
		"users": []any{Object{"name": user, "user": Object{"token": token}}},
		"contexts": []any{Object{"name": user, "context": Object{
			"cluster": "test", "user": user, "namespace": namespace,
		}}},
	}
	text, err := json.MarshalIndent(config, "", "  ")
	if err != nil {
		return fmt.Errorf("kubeconfig: %w", err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return fmt.Errorf("kubeconfig: %w", err)
	}
	return nil
}
