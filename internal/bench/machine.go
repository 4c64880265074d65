package bench

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// Machine is where it was measured. What the system does not tell is left out.
type Machine struct {
	CPU      string `json:"cpu,omitempty"`
	Cores    int    `json:"cores"` // that the program may use
	Memory   int64  `json:"memory_bytes,omitempty"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
	Kernel   string `json:"kernel,omitempty"`
	Features string `json:"features,omitempty"` // of the processor, those that matter here
	// Load is how many threads wanted to run in the last minute: what else the
	// machine did when measuring began.
	Load float64 `json:"load,omitempty"`
	// Caches of one core and of the processor, in bytes.
	Caches map[string]int64 `json:"caches,omitempty"`
}

// ThisMachine describes the machine; all of it but the basic facts is from
// Linux's /proc and /sys.
func ThisMachine() Machine {
	m := Machine{Cores: runtime.GOMAXPROCS(0), OS: runtime.GOOS, Arch: runtime.GOARCH}
	cpu := lines("/proc/cpuinfo")
	m.CPU = cpu["model name"]
	m.Features = pick(cpu["flags"], "avx2", "avx512f", "sha_ni", "bmi2")
	if kb, err := strconv.ParseInt(strings.TrimSuffix(lines("/proc/meminfo")["MemTotal"], " kB"), 10, 64); err == nil {
		m.Memory = kb << 10
	}
	m.Kernel = first("/proc/sys/kernel/osrelease")
	if load, _, ok := strings.Cut(first("/proc/loadavg"), " "); ok {
		m.Load, _ = strconv.ParseFloat(load, 64) // 0 is "not known"
	}
	m.Caches = caches()
	return m
}

// lines reads "key : value" lines; the first of each key counts.
func lines(file string) map[string]string {
	out := map[string]string{}
	data, err := os.ReadFile(file)
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(data)) {
		key, value, ok := strings.Cut(line, ":")
		key = strings.TrimSpace(key)
		if _, had := out[key]; ok && !had {
			out[key] = strings.TrimSpace(value)
		}
	}
	return out
}

func first(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

func pick(flags string, wanted ...string) string {
	var out []string
	have := " " + flags + " "
	for _, w := range wanted {
		if strings.Contains(have, " "+w+" ") {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

func caches() map[string]int64 {
	out := map[string]int64{}
	for i := range 8 {
		dir := "/sys/devices/system/cpu/cpu0/cache/index" + strconv.Itoa(i) + "/"
		kb, err := strconv.ParseInt(strings.TrimSuffix(first(dir+"size"), "K"), 10, 64)
		if err != nil {
			continue
		}
		name := "L" + first(dir+"level")
		switch first(dir + "type") {
		case "Instruction":
			name += "i"
		case "Data":
			name += "d"
		}
		out[name] = kb << 10
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// ThisProgram tells what the build knows of itself.
func ThisProgram(version, coder string) Program {
	p := Program{Version: version, Go: runtime.Version(), Coder: coder}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return p
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			p.Revision = s.Value[:min(len(s.Value), 12)]
		case "vcs.modified":
			p.Modified = s.Value == "true"
		case "GOAMD64", "GOARM64":
			p.Level = s.Key + "=" + s.Value
		case "-pgo":
			p.PGO = s.Value[strings.LastIndexAny(s.Value, `/\`)+1:]
		}
	}
	return p
}
