package spec

import (
	"fmt"
	"strconv"
	"strings"
)

// forwardScheme opens the address of a console that is reached by a port forward.
const forwardScheme = "port-forward:"

// Address is how a plan names a console behind a port forward, whose local
// address differs each time: "port-forward:NAMESPACE/POD:PORT".
func (f PortForward) Address() string {
	return fmt.Sprintf("%s%s/%s:%d", forwardScheme, f.Namespace, f.Pod, f.Port)
}

// ForwardAddress reads what [PortForward.Address] wrote; nil for any other address.
func ForwardAddress(address string) *PortForward {
	rest, ok := strings.CutPrefix(address, forwardScheme)
	if !ok {
		return nil
	}
	m := portForwardForm.FindStringSubmatch(rest)
	if m == nil {
		return nil
	}
	port, err := strconv.Atoi(m[3])
	if err != nil {
		return nil
	}
	return &PortForward{Namespace: m[1], Pod: m[2], Port: port}
}
