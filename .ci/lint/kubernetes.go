package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	network "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

// manifests decodes each document into the type of Kubernetes that it says it is,
// with no field left over, and looks at what the types cannot say: that names
// refer to what is there, that selectors select, and that pods are held short.
func manifests(name string) []string {
	data, err := os.ReadFile(name)
	if err != nil {
		return []string{err.Error()}
	}
	l := linter{secrets: map[string]bool{"archive": true, "desk-tls": true}, maps: map[string]bool{}, claims: map[string]bool{}}
	for _, doc := range regexp.MustCompile(`(?m)^---\s*$`).Split(string(data), -1) {
		if len(bytes.TrimSpace([]byte(doc))) > 0 {
			l.document([]byte(doc))
		}
	}
	l.refer()
	return l.faults
}

type linter struct {
	faults                []string
	secrets, maps, claims map[string]bool
	pods                  []pod
	services              []*core.Service
	budgets               []*policy.PodDisruptionBudget
	policies              []*network.NetworkPolicy
}

// pod is what a workload makes.
type pod struct {
	of     string
	labels map[string]string
	spec   *core.PodSpec
}

func (l *linter) fault(format string, args ...any) {
	l.faults = append(l.faults, fmt.Sprintf(format, args...))
}

// document decodes one document.
func (l *linter) document(doc []byte) {
	var head struct {
		APIVersion, Kind string
		Metadata         struct{ Name string }
	}
	if err := yaml.Unmarshal(doc, &head); err != nil {
		l.fault("%v", err)
		return
	}
	of := head.Kind + "/" + head.Metadata.Name
	into := map[string]any{
		"v1/Namespace": &core.Namespace{}, "v1/Service": &core.Service{}, "v1/ConfigMap": &core.ConfigMap{}, "v1/Secret": &core.Secret{},
		"v1/PersistentVolumeClaim": &core.PersistentVolumeClaim{}, "apps/v1/Deployment": &apps.Deployment{}, "apps/v1/StatefulSet": &apps.StatefulSet{},
		"policy/v1/PodDisruptionBudget": &policy.PodDisruptionBudget{}, "networking.k8s.io/v1/NetworkPolicy": &network.NetworkPolicy{},
	}[head.APIVersion+"/"+head.Kind]
	if into == nil {
		l.fault("%s: %s %s is not known here", of, head.APIVersion, head.Kind)
		return
	}
	if err := yaml.UnmarshalStrict(doc, into); err != nil {
		l.fault("%s: %v", of, err)
		return
	}
	// Nothing may be lost on the way, such as a value of a field that folds case.
	if !kept(doc, into) {
		l.fault("%s: something in it is not understood", of)
	}
	switch o := into.(type) {
	case *core.Service:
		l.services = append(l.services, o)
	case *core.ConfigMap:
		l.maps[o.Name] = true
	case *core.Secret:
		l.secrets[o.Name] = true
	case *core.PersistentVolumeClaim:
		l.claims[o.Name] = true
	case *policy.PodDisruptionBudget:
		l.budgets = append(l.budgets, o)
	case *network.NetworkPolicy:
		l.policies = append(l.policies, o)
	case *apps.Deployment:
		l.workload(of, o.Spec.Selector.MatchLabels, &o.Spec.Template)
	case *apps.StatefulSet:
		l.workload(of, o.Spec.Selector.MatchLabels, &o.Spec.Template)
		for _, c := range o.Spec.VolumeClaimTemplates {
			o.Spec.Template.Spec.Volumes = append(o.Spec.Template.Spec.Volumes, core.Volume{Name: c.Name})
		}
		l.pods[len(l.pods)-1].spec = &o.Spec.Template.Spec
		if !l.has(o.Spec.ServiceName) {
			l.fault("%s: there is no service %s", of, o.Spec.ServiceName)
		}
	}
}

func (l *linter) has(service string) bool {
	for _, s := range l.services {
		if s.Name == service {
			return true
		}
	}
	return false
}

// kept says whether every leaf of the document is in the object too.
func kept(doc []byte, into any) bool {
	var want, got any
	a, err := yaml.YAMLToJSON(doc)
	if err != nil || json.Unmarshal(a, &want) != nil {
		return false
	}
	b, err := json.Marshal(into)
	return err == nil && json.Unmarshal(b, &got) == nil && within(want, got)
}

func within(want, got any) bool {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return len(w) == 0 && got == nil
		}
		for k, v := range w {
			if !within(v, g[k]) {
				return false
			}
		}
		return true
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return len(w) == 0 && got == nil
		}
		for i := range w {
			if !within(w[i], g[i]) {
				return false
			}
		}
		return true
	case bool:
		return w == got || !w && got == nil
	}
	return reflect.DeepEqual(want, got)
}

// workload looks at what is made of a template.
func (l *linter) workload(of string, selector map[string]string, t *core.PodTemplateSpec) {
	l.pods = append(l.pods, pod{of, t.Labels, &t.Spec})
	if len(selector) == 0 || !selects(selector, t.Labels) {
		l.fault("%s: its selector does not select its own pods", of)
	}
	s := t.Spec.SecurityContext
	if s == nil || s.RunAsNonRoot == nil || !*s.RunAsNonRoot || s.RunAsUser == nil || *s.RunAsUser == 0 || s.SeccompProfile == nil {
		l.fault("%s: give runAsNonRoot, runAsUser and seccompProfile", of)
	}
	if t.Spec.AutomountServiceAccountToken == nil || *t.Spec.AutomountServiceAccountToken {
		l.fault("%s: it has no use for a token of the cluster", of)
	}
	for _, c := range t.Spec.Containers {
		l.container(of+"/"+c.Name, &c)
	}
}

func (l *linter) container(of string, c *core.Container) {
	s := c.SecurityContext
	if s == nil || s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation || s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem ||
		s.Capabilities == nil || len(s.Capabilities.Drop) != 1 || s.Capabilities.Drop[0] != "ALL" {
		l.fault("%s: give allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}", of)
	}
	if c.Resources.Limits.Memory().IsZero() || c.Resources.Requests.Cpu().IsZero() || c.Resources.Requests.Memory().IsZero() {
		l.fault("%s: give requests of processor and memory, and a limit of memory", of)
	}
	for _, p := range c.Ports {
		if c.ReadinessProbe == nil || c.LivenessProbe == nil {
			l.fault("%s: it has the port %s and not both probes", of, p.Name)
		}
	}
}

func selects(selector, labels map[string]string) bool {
	for k, v := range selector {
		if labels[k] != v {
			return false
		}
	}
	return true
}

// refer follows the names from one object to another.
func (l *linter) refer() {
	some := func(of string, selector map[string]string) {
		for _, p := range l.pods {
			if selects(selector, p.labels) {
				return
			}
		}
		l.fault("%s: it selects no pod", of)
	}
	for _, s := range l.services {
		some("Service/"+s.Name, s.Spec.Selector)
	}
	for _, b := range l.budgets {
		some("PodDisruptionBudget/"+b.Name, b.Spec.Selector.MatchLabels)
	}
	for _, p := range l.policies {
		some("NetworkPolicy/"+p.Name, p.Spec.PodSelector.MatchLabels)
	}
	for _, p := range l.pods {
		l.volumes(p)
	}
}

func (l *linter) volumes(p pod) {
	have := map[string]bool{}
	for _, v := range p.spec.Volumes {
		have[v.Name] = true
		switch {
		case v.ConfigMap != nil && !l.maps[v.ConfigMap.Name]:
			l.fault("%s: there is no config map %s", p.of, v.ConfigMap.Name)
		case v.Secret != nil && !l.secrets[v.Secret.SecretName]:
			l.fault("%s: there is no secret %s", p.of, v.Secret.SecretName)
		case v.PersistentVolumeClaim != nil && !l.claims[v.PersistentVolumeClaim.ClaimName]:
			l.fault("%s: there is no claim %s", p.of, v.PersistentVolumeClaim.ClaimName)
		}
	}
	for _, c := range p.spec.Containers {
		for _, m := range c.VolumeMounts {
			if !have[m.Name] {
				l.fault("%s: there is no volume %s", p.of, m.Name)
			}
		}
		for _, e := range c.Env {
			if e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil && !l.secrets[e.ValueFrom.SecretKeyRef.Name] {
				l.fault("%s: there is no secret %s", p.of, e.ValueFrom.SecretKeyRef.Name)
			}
		}
	}
}
