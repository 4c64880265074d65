package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLintBites puts one fault after the other into the recipes: each is named.
func TestLintBites(t *testing.T) {
	deploy := filepath.Join("..", "..", "deploy")
	for _, tc := range []struct {
		check           func(string) []string
		file, old, with string
		want            string
	}{
		{container, "Containerfile", "USER 65532:65532", "USER root", "not root's"},
		{container, "Containerfile", "golang:1.26-alpine", "golang", "names no version"},
		{container, "Containerfile", "--from=build /out/chancery", "--from=built /out/chancery", "no such stage"},
		{container, "Containerfile", `CMD ["/chancery", "health"]`, "CMD /chancery health", "HEALTHCHECK"},
		{container, "Containerfile", "WORKDIR /data", "WORKDIRR /data", "WORKDIRR"},
		{compose, "compose/compose.yaml", "  read_only: true\n", "", "give user, read_only"},
		{compose, "compose/compose.yaml", "    networks: [inside]\n", "    netwerks: [inside]\n", "netwerks"},
		{compose, "compose/compose.yaml", "volumes:\n  postgres:", "volumes:\n  idle:\n  postgres:", "idle is not used"},
		{manifests, "kubernetes/queue.yaml", "readinessProbe:", "readynessProbe:", "readynessProbe"},
		{manifests, "kubernetes/queue.yaml", "tcpSocket: {port: clients}", "tcpSocket: {prot: clients}", "prot"},
		{manifests, "kubernetes/queue.yaml", "replicas: 3", "replicas: three", "replicas"},
		{manifests, "kubernetes/queue.yaml", "serviceName: queue", "serviceName: que", "no service que"},
		{manifests, "kubernetes/queue.yaml", "labels: {app: queue}", "labels: {app: cue}", "does not select"},
		{manifests, "kubernetes/queue.yaml", "{name: data, mountPath: /data}", "{name: date, mountPath: /data}", "no volume date"},
		{manifests, "kubernetes/desk.yaml", "configMap: {name: desk-tls-proxy}", "configMap: {name: proxy}", "no config map"},
		{manifests, "kubernetes/desk.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "readOnlyRootFilesystem"},
		{manifests, "kubernetes/work.yaml", "apps/v1", "apps/v1beta1", "not known here"},
	} {
		data, err := os.ReadFile(filepath.Join(deploy, filepath.FromSlash(tc.file)))
		if err != nil {
			t.Fatal(err)
		}
		if faults := tc.check(put(t, string(data))); len(faults) > 0 {
			t.Errorf("%s: %q", tc.file, faults)
		}
		if tc.want == "" {
			continue
		}
		bad := strings.Replace(string(data), tc.old, tc.with, 1)
		if bad == string(data) {
			t.Errorf("%s has no %q", tc.file, tc.old)
		}
		if got := strings.Join(tc.check(put(t, bad)), "\n"); !strings.Contains(got, tc.want) {
			t.Errorf("%s with %q: %q, want %q", tc.file, tc.with, got, tc.want)
		}
	}
}

func put(t *testing.T, data string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file.yaml")
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
