# TaskPing. Two commands matter: `make demo` and `make test`. The rest is for working on it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help

# The cluster of `make cluster` and `make demo`; tests use others.
CLUSTER ?= taskping
MVN = JAVA_HOME="$$(hack/java-home)" ./mvnw

help: ## What can be made
	grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: build ## The whole loop on a real cluster: a Job ends, a message arrives, a reply launches the next Job
	hack/cluster/cluster up --name $(CLUSTER)
	hack/images/build --load $(CLUSTER)
	hack/demo up --name $(CLUSTER)

demo-down: ## Remove what the demo left running
	hack/demo down --name $(CLUSTER)

test: ## Every test: unit, integration, end to end
	hack/test

check: ## Format, compile, unit tests
	$(MVN) -q spotless:check
	$(MVN) test

bench: build ## Benchmarks against the budgets of the design
	hack/bench

chaos: build ## The fault suite; JOBS=, SEED='1 2 3', FAULT='relay-kill everything' narrow it down
	hack/chaos $(if $(JOBS),--jobs $(JOBS)) $(if $(SEED),--seed '$(SEED)') $(if $(FAULT),--fault '$(FAULT)')

cluster: ## A real Kubernetes cluster; prints where its kubeconfig is
	hack/cluster/cluster up --name $(CLUSTER)
	echo "export KUBECONFIG=$$(hack/cluster/cluster kubeconfig --name $(CLUSTER))"

cluster-down: ## Remove that cluster
	hack/cluster/cluster down --name $(CLUSTER)

images: build ## Container images, as archives below ~/.cache/taskping/images
	hack/images/build

build: ## Compile and package everything, without tests
	echo "Building TaskPing (the first time downloads what it needs) ..."
	$(MVN) -q package -DskipTests

generate: ## Write anew what is generated and checked in: CRDs, reference
	TASKPING_GENERATE=true $(MVN) -q install -DskipITs -pl protocol,crds

format: ## Format the sources
	$(MVN) -q spotless:apply

.PHONY: help demo demo-down test check bench chaos cluster cluster-down images build generate format
