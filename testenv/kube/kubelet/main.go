// Command kubelet stands in for the kubelet of the test cluster's one node, and
// only forwards ports: it answers the API server's /portForward requests and
// connects them to addresses of this machine.
//
//	kubelet-double --listen 127.0.0.1:10250 --forward soans/soainfra-adminserver:7001=127.0.0.1:8080 ...
//
// It lives in this module because it needs the SPDY streams of k8s.io/streaming.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"k8s.io/streaming/pkg/httpstream"
	"k8s.io/streaming/pkg/httpstream/spdy"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to serve the API server on")
	forwards := targets{}
	flag.Var(forwards, "forward", "NAMESPACE/POD:PORT=HOST:PORT, repeatable")
	flag.Parse()
	if err := serve(*listen, forwards); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// targets maps NAMESPACE/POD:PORT to an address of this machine.
type targets map[string]string

func (t targets) String() string { return "" }

func (t targets) Set(text string) error {
	from, to, found := strings.Cut(text, "=")
	if !found {
		return fmt.Errorf("%q has no =", text)
	}
	t[from] = to
	return nil
}

func serve(listen string, forwards targets) error {
	certificate, err := selfSigned()
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/portForward/{namespace}/{pod}", forwards.handle)
	server := &http.Server{
		Addr: listen, Handler: mux, ReadHeaderTimeout: time.Minute,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		// A stream takes over its connection, which HTTP/2 does not allow.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	return server.ListenAndServeTLS("", "")
}

// selfSigned makes a certificate, which the API server does not check.
func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(365 * 24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// handle turns a request into a connection of streams: for each connection of
// the client a pair with the same request id, one for data, one for errors.
func (t targets) handle(w http.ResponseWriter, r *http.Request) {
	if _, err := httpstream.Handshake(r, w, []string{"portforward.k8s.io"}); err != nil {
		return // it has answered
	}
	streams := make(chan httpstream.Stream, 1)
	connection := spdy.NewResponseUpgrader().UpgradeResponse(w, r,
		func(stream httpstream.Stream, _ <-chan struct{}) error {
			streams <- stream
			return nil
		})
	if connection == nil {
		return // it has answered
	}
	defer connection.Close()
	pod := r.PathValue("namespace") + "/" + r.PathValue("pod")
	waiting := map[string]httpstream.Stream{}
	for {
		select {
		case <-connection.CloseChan():
			return
		case stream := <-streams:
			id := stream.Headers().Get("requestID")
			if other, found := waiting[id]; found {
				delete(waiting, id)
				go t.connect(connection, pod, stream, other)
				continue
			}
			waiting[id] = stream
		}
	}
}

// connect joins a pair of streams with the pod's port.
func (t targets) connect(connection httpstream.Connection, pod string, one, other httpstream.Stream) {
	data, errors := one, other
	if one.Headers().Get("streamType") == "error" {
		data, errors = other, one
	}
	defer connection.RemoveStreams(data, errors)
	defer errors.Close()
	defer data.Close()
	port := data.Headers().Get("port")
	target, err := net.Dial("tcp", t[pod+":"+port])
	if err != nil {
		fmt.Fprintf(errors, "pod %s: port %s: %v", pod, port, err)
		return
	}
	defer target.Close()
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(target, data)
		_ = target.(*net.TCPConn).CloseWrite()
	})
	_, _ = io.Copy(data, target)
	_ = data.Close()
	both.Wait()
}
