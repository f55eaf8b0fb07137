package kubectl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// domains and clusters are the full names of the resources: other groups have
// kinds called Domain and Cluster as well.
const (
	domains  = "domains.weblogic.oracle"
	clusters = "clusters.weblogic.oracle"
)

// Snapshot is the state of a domain from one tick of reading. Everything that
// is judged by generation comes from the one read of the Domain in it.
type Snapshot struct {
	Domain        Domain
	Clusters      []Cluster // v9 only
	Servers       []Pod     // pods with a WebLogic server, sorted by server
	Introspectors []Pod     // the operator's introspection jobs
}

// Domain reads one Domain by the name of its resource.
func (c *Client) Domain(ctx context.Context, name string) (Domain, error) {
	var domain Domain
	err := c.getJSON(ctx, "", &domain, "get", domains, name, "-o", "json")
	return domain, err
}

// UIDError says that no Domain has the wanted domain UID.
type UIDError struct {
	UID       string
	Namespace string
	Found     []string // the UIDs that are there, when they could be listed
	Err       error
}

func (e *UIDError) Error() string {
	text := fmt.Sprintf("no Domain with domain UID %q", e.UID)
	if e.Namespace != "" {
		text += " in namespace " + e.Namespace
	}
	if len(e.Found) > 0 {
		return text + "; there are: " + strings.Join(e.Found, ", ")
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the refusal behind it, if there was one.
func (e *UIDError) Unwrap() error { return e.Err }

// FindDomain reads the Domain with a domain UID. The resource's name is mostly
// the UID, so that is tried first; it needs no permission to list. It returns
// *UIDError when there is none.
func (c *Client) FindDomain(ctx context.Context, uid string) (Domain, error) {
	domain, err := c.Domain(ctx, uid)
	switch {
	case err == nil && domain.DomainUID() == uid:
		return domain, nil
	case err != nil && !absent(err):
		return Domain{}, err
	}
	return c.listForUID(ctx, uid, domain)
}

// absent says whether err means that there is nothing for this account to see:
// a Role with resource names forbids every other name, whether it exists or not.
func absent(err error) bool {
	var missing *NotFoundError
	var forbidden *ForbiddenError
	return errors.As(err, &missing) || errors.As(err, &forbidden)
}

// listForUID looks through all Domains; named is the one whose name is the UID, if any.
func (c *Client) listForUID(ctx context.Context, uid string, named Domain) (Domain, error) {
	var list struct {
		Items []Domain `json:"items"`
	}
	err := c.getJSON(ctx, "", &list, "get", domains, "-o", "json")
	none := &UIDError{UID: uid, Namespace: c.options.Namespace, Err: err}
	if err != nil && !absent(err) {
		return Domain{}, err
	}
	if err != nil && named.Meta.Name != "" {
		none.Found = append(none.Found, named.DomainUID())
	}
	for _, domain := range list.Items {
		if domain.DomainUID() == uid {
			return domain, nil
		}
		none.Found = append(none.Found, domain.DomainUID())
	}
	return Domain{}, none
}

// Reader is a Client that also reads Snapshots of one Domain, with two runs of
// kubectl each: one kubectl cannot read by name and by label at a time.
type Reader struct {
	*Client
	name     string
	clusters []string // Cluster resources of the Domain, as last read
}

// Reader makes a reader of the Domain with this resource name. A Reader is for
// one goroutine.
func (c *Client) Reader(domain string) *Reader {
	return &Reader{Client: c, name: domain}
}

// Snapshot reads the Domain with its Clusters, and then the pods.
func (r *Reader) Snapshot(ctx context.Context) (Snapshot, error) {
	snapshot, err := r.resources(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	names := snapshot.Domain.ClusterResources()
	if !slices.Equal(names, r.clusters) { // the first read, or the list has changed
		r.clusters = names
		if snapshot, err = r.resources(ctx); err != nil {
			return Snapshot{}, err
		}
	}
	return snapshot, r.pods(ctx, &snapshot)
}

// resources reads the Domain and the Clusters it named last time.
func (r *Reader) resources(ctx context.Context) (Snapshot, error) {
	args := []string{"get", "-o", "json", domains + "/" + r.name}
	for _, name := range r.clusters {
		args = append(args, clusters+"/"+name)
	}
	text, err := r.call(ctx, "", args...)
	if err != nil {
		r.clusters = nil // one of them may be gone: begin anew
		return Snapshot{}, err
	}
	return parseResources(text)
}

// parseResources reads what kubectl get prints: one object, or a List of them.
func parseResources(text []byte) (Snapshot, error) {
	var list struct {
		Kind  string            `json:"kind"`
		Items []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return Snapshot{}, fmt.Errorf("kubectl get: %w", err)
	}
	if list.Kind != "List" {
		list.Items = []json.RawMessage{text}
	}
	var snapshot Snapshot
	for _, item := range list.Items {
		if err := snapshot.add(item); err != nil {
			return Snapshot{}, fmt.Errorf("kubectl get: %w", err)
		}
	}
	return snapshot, nil
}

func (s *Snapshot) add(item json.RawMessage) error {
	var head struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(item, &head); err != nil {
		return err
	}
	switch head.Kind {
	case "Domain":
		return json.Unmarshal(item, &s.Domain)
	case "Cluster":
		var cluster Cluster
		err := json.Unmarshal(item, &cluster)
		s.Clusters = append(s.Clusters, cluster)
		return err
	}
	return fmt.Errorf("unexpected kind %q", head.Kind)
}

// pods reads all pods of the domain at once and tells servers from
// introspectors, which carry the domain's label but no server's.
func (r *Reader) pods(ctx context.Context, s *Snapshot) error {
	var list struct {
		Items []Pod `json:"items"`
	}
	selector := labelDomainUID + "=" + s.Domain.DomainUID()
	if err := r.getJSON(ctx, "", &list, "get", "pods", "-l", selector, "-o", "json"); err != nil {
		return err
	}
	for _, pod := range list.Items {
		switch {
		case pod.Server() != "":
			s.Servers = append(s.Servers, pod)
		case pod.introspects(s.Domain.DomainUID()):
			s.Introspectors = append(s.Introspectors, pod)
		}
	}
	slices.SortFunc(s.Servers, func(a, b Pod) int { return strings.Compare(a.Server(), b.Server()) })
	return nil
}

// getJSON runs kubectl and decodes what it prints.
func (c *Client) getJSON(ctx context.Context, namespace string, into any, args ...string) error {
	text, err := c.call(ctx, namespace, args...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", ShellWords(append([]string{"kubectl"}, args...)), err)
	}
	return nil
}
