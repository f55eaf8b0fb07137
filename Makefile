# lockedit: two commands for a newcomer are `make demo` and `make test`.
# Both do all set-up: the browser (Debian's chromium by apt-get when there is
# no Chrome) and the Kubernetes tools (built once, cached outside the work tree).

SHELL := /bin/sh
BIN   := bin
GO    ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: build demo test chrome kube kubectl lint bench matrix crash regress soak fuzz vuln gosec clean help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/lockedit
	$(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o $(BIN)/lockedit ./cmd/lockedit

demo: build chrome kube ## try everything: test console, real Kubernetes API, one whole run
	@./testenv/demo.sh

# The tables of the matrix, which the log of a test that passes would not show.
TABLE := $(CURDIR)/$(BIN)/matrix.txt
SHOW_TABLE := { code=$$?; test ! -e $(TABLE) || cat $(TABLE); exit $$code; }

test: chrome kube kubectl build ## all tests: unit, browser, API server, the binary
	$(GO) vet ./...
	@rm -f $(TABLE)
	LOCKEDIT_MATRIX_TABLE=$(TABLE) $(GO) test -vet=off -timeout 85m -parallel 4 ./...; $(SHOW_TABLE)

chrome: ## install a browser when there is none
	@./testenv/chrome.sh

kube: ## build kube-apiserver, etcd and kubectl into bin/kube
	@./testenv/kube/build.sh

kubectl:
	@./testenv/kubectl.sh

lint: ## formatting, vet and golangci-lint (built once into bin/)
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	@test -x $(BIN)/golangci-lint || GOBIN=$(CURDIR)/$(BIN) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	$(BIN)/golangci-lint run ./...

bench: build chrome ## measure; no test asserts a time
	$(GO) test -run '^$$' -bench . -skip '^BenchmarkFortyTargets$$' -benchtime 5x ./...
	$(GO) test -run '^$$' -bench '^BenchmarkFortyTargets$$' -benchtime 1x -timeout 60m ./internal/engine

MATRIX ?= full
matrix: chrome ## each fault at each request, as tables: MATRIX=alone gives each a run of its own
	@mkdir -p $(BIN) && rm -f $(TABLE)
	LOCKEDIT_MATRIX=$(MATRIX) LOCKEDIT_MATRIX_TABLE=$(TABLE) $(GO) test -count 1 -timeout 120m -v \
	  -run '^(TestEachFault(AtEachRequest|DuringCleanUp|DuringRelease|DuringVerify)|TestConsolesNobodyHasSeen|TestMoreConsolesNobodyHasSeen)$$' \
	  ./internal/engine; $(SHOW_TABLE)

crash: chrome ## the program killed and interrupted at each request of the path
	LOCKEDIT_CRASH=full $(GO) test -count 1 -timeout 180m -v -run '^(TestAKilledProgram|TestASignal|TestASecondInterrupt)' ./internal/app

regress: chrome ## each shipped flow 50 times, each seeded change alone
	LOCKEDIT_REGRESS=full $(GO) test -count 1 -timeout 180m -v -run '^(TestShippedFlows|TestSeededChangesAreFoundAtTheirStep)$$' ./internal/regress

SOAK ?= 10m
SEED ?=
soak: chrome ## random faults, flavours and kills: make soak SOAK=1h SEED=n
	LOCKEDIT_SOAK=$(SOAK) LOCKEDIT_SEED=$(SEED) $(GO) test -count 1 -timeout 0 -v -run '^TestSoak$$' ./internal/engine

FUZZ ?= 1000000x
fuzz: ## fuzz every parser, FUZZ executions each
	@for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	    echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZ) $$p || exit 1; \
	  done; \
	done

vuln: ## known vulnerabilities of the modules (asks the network)
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v1.1.4 ./...

# Rules that find nothing here but what is meant, with the reason:
#   G101 names of environment variables, taken for passwords
#   G104 errcheck, in make lint, is the stricter judge of dropped errors
#   G115 colours, sizes of pictures and counts of rows, all far below their limits
#   G203 styles and scripts of our own, and markup made of escaped texts and numbers;
#        the tests of hostile names hold every report against that
#   G204 kubectl, whose path the user gives; the arguments are no shell's
#   G301 G302 G306 baselines and approvals, which others are to read
#   G304 the user names the files; names out of a recording go through os.DirFS
#   G401 G505 Playwright's traces name their resources by SHA-1
#   G602 a fixed array of one byte
GOSEC_EXCLUDE := G101,G104,G115,G203,G204,G301,G302,G304,G306,G401,G505,G602
gosec: ## insecure patterns in the code (asks the network for gosec itself)
	$(GO) run github.com/securego/gosec/v2/cmd/gosec@v2.22.10 -quiet -exclude $(GOSEC_EXCLUDE) -exclude-dir testenv -exclude-generated ./...

clean: ## remove what was built here (the cache outside stays)
	rm -rf $(BIN)
