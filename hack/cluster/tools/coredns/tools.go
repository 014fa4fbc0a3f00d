//go:build tools

// Package tools names the DNS server that a development cluster runs, so that go.mod and go.sum pin it.
package tools

import _ "github.com/coredns/coredns"
