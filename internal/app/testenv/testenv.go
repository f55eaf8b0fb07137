// Package testenv starts what the verb testenv offers: the test console, its
// control, and with them, if asked, a real Kubernetes API with a double of the
// operator whose admin server is that console.
package testenv

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"lockedit/testenv/cluster"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// The names of the sample domain.
const (
	namespace   = "soans"
	domainUID   = "soainfra"
	adminServer = "AdminServer"
	// Username is the administrator's account of the test console.
	Username = "weblogic"
)

// stopLimit is how long stopping may take.
const stopLimit = 15 * time.Second

// Options say what to start.
type Options struct {
	Console console.Options
	Faults  []console.Fault
	// Control is the address of the control API.
	Control string
	// Targets is the number of migratable targets of soa_cluster.
	Targets int
	// Kube starts a Kubernetes API from the programs in KubeBin.
	Kube    bool
	KubeBin string
	// Operator is the API version of the Domain: "v9" or "v8".
	Operator string
	// Step is how long each thing takes that the operator does; 0 is fast.
	Step time.Duration
}

// Info says where everything is.
type Info struct {
	Console    string `json:"console"`
	Control    string `json:"control"`
	Username   string `json:"username"`
	Password   string `json:"password"`
	Cluster    string `json:"cluster"`
	DataSource string `json:"dataSource"`
	// Kubeconfig is that of the least-privilege account; AdminKubeconfig that
	// of an account that may do everything. Both are empty without Kubernetes.
	Kubeconfig      string `json:"kubeconfig,omitempty"`
	AdminKubeconfig string `json:"adminKubeconfig,omitempty"`
	Kubectl         string `json:"kubectl,omitempty"`
	Namespace       string `json:"namespace,omitempty"`
	DomainUID       string `json:"domainUID,omitempty"`
}

// Run starts everything, calls ready, and runs until the context ends; then it
// stops everything. An error of the start or the stop is returned; the end of
// the context is none.
func Run(ctx context.Context, o Options, ready func(Info) error) (err error) {
	o.Console.Clusters = domain.Targets(o.Targets)
	c, err := startConsole(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	control, err := serveControl(ctx, o.Control, c.ControlHandler())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, control.Close()) }()
	info := Info{Console: c.URL(), Control: "http://" + control.Addr, Username: Username,
		Password: o.Console.Password, Cluster: "soa_cluster", DataSource: "WLSSchemaDataSource"}
	if o.Kube {
		k, err := startKube(ctx, o, c.Control(), &info)
		if err != nil {
			return ended(ctx, err)
		}
		defer func() { err = errors.Join(err, k.stop(ctx)) }()
	}
	if err := ready(info); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// ended hides an error that is only the end of the context.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func startConsole(o Options) (*console.Console, error) {
	c, err := console.New(o.Console)
	if err != nil {
		return nil, err
	}
	for _, f := range o.Faults {
		if _, err := c.Control().Inject(f); err != nil {
			return nil, err
		}
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	return c, nil
}

func serveControl(ctx context.Context, addr string, handler http.Handler) (*http.Server, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	server := &http.Server{Addr: listener.Addr().String(), Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // it returns when Close is called
	return server, nil
}

// kube is a running Kubernetes API with the operator's double.
type kube struct {
	cluster  *cluster.Cluster
	operator *operator.Operator
}

// startKube starts the API server and the operator, and tells where they are.
// The console is the domain's admin server: it goes down with its pod, and
// what is active is in force on every server with a new pod.
func startKube(ctx context.Context, o Options, control *console.Control, info *Info) (*kube, error) {
	version := crds.APIVersion(o.Operator)
	c, err := cluster.Start(ctx, cluster.Options{Bin: o.KubeBin, APIVersion: version})
	if err != nil {
		return nil, err
	}
	k := &kube{cluster: c}
	sample, err := operator.Sample(ctx, c.API, sampleDomain(o, version))
	if err == nil {
		k.operator = operator.Start(ctx, c.API, sample, operator.Options{Step: o.Step, Hooks: operator.Hooks{
			OnAdminPodGone:     func() { _ = control.StopAdmin(console.OutageRefused) }, // only an unknown outage fails
			OnAdminPodReady:    func() { _ = control.StartAdmin() },                     // the address is still ours
			OnServersRestarted: func(servers []string) { control.RestartServers(servers...) },
		}})
		err = k.operator.Settle(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, k.stop(ctx))
	}
	info.Kubeconfig, info.AdminKubeconfig, info.Kubectl = c.RestartKubeconfig, c.AdminKubeconfig, c.Kubectl()
	info.Namespace, info.DomainUID = namespace, domainUID
	return k, nil
}

func sampleDomain(o Options, version crds.APIVersion) operator.Domain {
	return operator.Domain{
		Namespace: namespace, Name: domainUID, Version: version, Admin: adminServer,
		Username: Username, Password: o.Console.Password,
		Clusters: []operator.Cluster{
			{Name: "soa_cluster", Servers: operator.Numbered("soa_server", o.Targets), Replicas: o.Targets},
			{Name: "osb_cluster", Servers: operator.Numbered("osb_server", 2), Replicas: 2},
		},
	}
}

// stop ends the operator and the API server, also when the context has ended.
func (k *kube) stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancel()
	if k.operator != nil {
		k.operator.Stop()
	}
	return k.cluster.Stop(ctx)
}

// Command is a command line that tries the whole path on what runs here.
// Program is how the program was called; root says that Chrome's sandbox does
// not work for this user.
func (i Info) Command(program string, root bool) string {
	parts := []string{
		"LOCKEDIT_USERNAME=" + shellWord(i.Username), "LOCKEDIT_PASSWORD=" + shellWord(i.Password),
		shellWord(program), "run", "--console-url", shellWord(i.Console),
		"--cluster", i.Cluster, "--data-source", i.DataSource,
	}
	if i.Kubeconfig == "" {
		parts = append(parts, "--restart", "none")
	} else {
		parts = append(parts, "--namespace", i.Namespace, "--domain-uid", i.DomainUID,
			"--kubeconfig", shellWord(i.Kubeconfig), "--kubectl", shellWord(i.Kubectl))
	}
	if root {
		parts = append(parts, "--no-sandbox")
	}
	return strings.Join(parts, " ")
}

// shellWord quotes a text for a POSIX shell where that is needed.
func shellWord(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:@%+=,", r)
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
