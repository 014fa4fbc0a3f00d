//go:build tools

// Package tools names the Helm command that a development cluster is filled with, so that go.mod and go.sum pin it.
package tools

import _ "helm.sh/helm/v3/cmd/helm"
