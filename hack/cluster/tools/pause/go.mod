module taskping.dev/hack/cluster/tools/pause

go 1.21
