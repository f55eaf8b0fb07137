package kubectl

import "strings"

// passedOn lists the variables a kubectl child may get: what it reads itself,
// how it reaches the network, and what the credential plugins of the usual
// managed clusters read. Everything else stays here: GODEBUG, too, which can have
// kubectl print the headers of its requests, the token among them.
var passedOn = [...]string{
	"PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ",
	"KUBECONFIG", "KUBECACHEDIR",
	"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
	"SSL_CERT_FILE", "SSL_CERT_DIR",
	"KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", // a pod's own cluster and account
}

// passedOnPrefix lists the families of variables for the credential plugins of
// Oracle's, Amazon's, Microsoft's and Google's clusters.
var passedOnPrefix = [...]string{
	"OCI_", "AWS_", "AZURE_", "AAD_", "GOOGLE_", "CLOUDSDK_", "XDG_",
}

// childEnv chooses what the child gets. English messages are asked for, since
// errors are told apart by them, and a user's kuberc is switched off, since it
// can change the defaults of the commands used here.
func childEnv(env []string) []string {
	child := []string{"LC_ALL=C.UTF-8", "KUBECTL_KUBERC=false"}
	for _, pair := range env {
		name, _, found := strings.Cut(pair, "=")
		if found && passes(strings.ToUpper(name)) {
			child = append(child, pair)
		}
	}
	return child
}

func passes(name string) bool {
	for _, allowed := range passedOn {
		if name == allowed {
			return true
		}
	}
	for _, prefix := range passedOnPrefix {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
