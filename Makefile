# TaskPing. Start with `make demo` and `make test`; the other targets are for developing TaskPing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help

# The cluster of `make cluster` and `make demo`; tests use other clusters.
CLUSTER ?= taskping
MVN = JAVA_HOME="$$(hack/java-home)" ./mvnw

help: ## List the targets
	grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: build ## Play the whole loop on a real cluster: a Job ends, a message arrives, a reply launches the next Job
	hack/cluster/cluster up --name $(CLUSTER)
	hack/images/build --load $(CLUSTER)
	hack/demo up --name $(CLUSTER)

demo-down: ## Remove the demo
	hack/demo down --name $(CLUSTER)

test: ## Run all tests: unit, integration, end to end
	hack/test

check: ## Check the format, compile, run unit tests
	$(MVN) -q spotless:check
	$(MVN) test

bench: build ## Run the benchmarks and compare them with the design's budgets
	hack/bench

chaos: build ## Run the fault suite; limit it with JOBS=, SEED='1 2 3', FAULT='relay-kill everything'
	hack/chaos $(if $(JOBS),--jobs $(JOBS)) $(if $(SEED),--seed '$(SEED)') $(if $(FAULT),--fault '$(FAULT)')

cluster: ## Start a real Kubernetes cluster and print how to use it
	hack/cluster/cluster up --name $(CLUSTER)
	echo "export KUBECONFIG=$$(hack/cluster/cluster kubeconfig --name $(CLUSTER))"

cluster-down: ## Remove that cluster
	hack/cluster/cluster down --name $(CLUSTER)

images: build ## Build container images as archives in ~/.cache/taskping/images
	hack/images/build

build: ## Compile and package everything, without tests
	echo "Building TaskPing (the first build downloads its dependencies) ..."
	$(MVN) -q package -DskipTests

generate: ## Regenerate the checked-in CRDs, their reference and the tables of attacks
	TASKPING_GENERATE=true $(MVN) -q install -DskipITs -pl protocol,crds
	TASKPING_GENERATE=true $(MVN) -q test -pl testkit -Dtest=AttackTablesTest

format: ## Format the sources
	$(MVN) -q spotless:apply

.PHONY: help demo demo-down test check bench chaos cluster cluster-down images build generate format
