package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"chancery/internal/bench"
)

// writeBench writes a report for a person.
func writeBench(w io.Writer, r *bench.Report) error {
	var b strings.Builder
	m := &r.Machine
	fmt.Fprintf(&b, "%s\n", worded(", ", m.CPU, coresWord(m.Cores), gib(m.Memory), m.OS+"/"+m.Arch, m.Kernel, m.Features, loadWord(m.Load)))
	p := &r.Program
	changed := ""
	if p.Modified {
		changed = "modified"
	}
	pgo := ""
	if p.PGO != "" {
		pgo = "profile " + p.PGO
	}
	fmt.Fprintf(&b, "chancery %s\n", worded(", ", p.Version, p.Revision, changed, p.Go, p.Level, pgo))
	fmt.Fprintf(&b, "%s: %s documents, %s words\n", r.Corpus.Name, thousands(r.Corpus.Documents), thousands(r.Corpus.Words))
	if n := len(r.Measures); n > 0 {
		fmt.Fprintf(&b, "median of %d rounds; ± is half of the spread; memory is that of the whole process, %s at rest\n", len(r.Measures[0].Runs), mib(r.AtRest))
	}
	fmt.Fprintf(&b, "\n%-8s  %-28s %5s  %9s %6s  %7s  %6s  %9s  %7s\n", "STEP", "", "CORES", "WORDS/S", "±", "DOCS/S", "MB/S", "PER CPU S", "MEMORY")
	last := ""
	for i := range r.Measures {
		m := &r.Measures[i]
		step, does := m.Step, m.Does
		if step == last {
			step, does = "", ""
		}
		last = m.Step
		fmt.Fprintf(&b, "%-8s  %-28s %5d  %9s %5.0f%%  %7s  %6.2f  %9s  %7s\n", step, does, m.Cores,
			thousands(int(m.WordsPerSecond)), 100*half(m.Seconds), thousands(int(m.DocumentsPerSecond)), m.MBPerSecond,
			thousands(int(m.WordsPerCPUSecond)), mib(m.Peak))
	}
	if l := r.Limits; l != nil {
		fmt.Fprintf(&b, "\none core reads %.1f GB/s from memory; one look-up in", l.ReadGB)
		for i, w := range l.Waits {
			fmt.Fprintf(&b, "%s %s: %.1f ns", strings.Repeat(",", min(i, 1)), size(w.Bytes), w.Nanoseconds)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "\n%s\n", timeWord(r.Seconds))
	_, err := io.WriteString(w, b.String())
	return err
}

// half is half of the spread, as a part of the median.
func half(s bench.Spread) float64 {
	if s.Median <= 0 {
		return 0
	}
	return (s.Most - s.Least) / 2 / s.Median
}

// writeBeside writes a comparison for a person.
func writeBeside(w io.Writer, c *bench.Comparison) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-8s %5s  %9s  %9s  %6s  %6s  %6s\n", "STEP", "CORES", "BEFORE", "NOW", "RATIO", "BY CPU", "MEMORY")
	for i := range c.Changes {
		d := &c.Changes[i]
		note := ""
		if d.WithinRuns {
			note = "  runs overlap"
		}
		fmt.Fprintf(&b, "%-8s %5d  %9s  %9s  %6.2f  %6.2f  %6.2f%s\n", d.Step, d.Cores, thousands(int(d.Old)), thousands(int(d.New)), d.Ratio, d.CPU, d.Memory, note)
	}
	switch c.Records {
	case "same":
		b.WriteString("The records read are the same, byte for byte.\n")
	case "different":
		b.WriteString("The records read from the same texts are not the same.\n")
	}
	if len(c.Unlike) > 0 {
		fmt.Fprintf(&b, "Not measured alike: %s differ.\n", strings.Join(c.Unlike, ", "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// worded joins what is not empty.
func worded(by string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, by)
}

func coresWord(n int) string {
	if n == 1 {
		return "1 core"
	}
	return fmt.Sprintf("%d cores", n)
}

func loadWord(load float64) string {
	if load == 0 {
		return ""
	}
	return fmt.Sprintf("load %.1f before", load)
}

func gib(n int64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f GiB", float64(n)/(1<<30))
}

func mib(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/1e6) }

func timeWord(seconds float64) string {
	return "measured in " + (time.Duration(seconds * float64(time.Second))).Round(time.Second).String()
}

func size(n int) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}
