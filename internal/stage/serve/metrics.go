package serve

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Metrics counts what the server does and writes it in the text form of
// Prometheus.
type Metrics struct {
	now   func() time.Time
	begun time.Time

	mu       sync.Mutex
	inFlight int
	requests map[request]int
	took     map[string]*histogram
	// gauges are told by others, such as the ingest that runs beside.
	gauges map[string]func() float64
}

type request struct {
	route, method string
	status        int
}

type histogram struct {
	counts []int
	sum    float64
	n      int
}

// bounds are those of the histogram of times in seconds.
func bounds() []float64 { return []float64{.005, .01, .025, .05, .1, .25, .3, .5, 1, 2.5, 5, 10} }

func newMetrics(now func() time.Time) *Metrics {
	return &Metrics{now: now, begun: now(), requests: map[request]int{}, took: map[string]*histogram{}, gauges: map[string]func() float64{}}
}

// Gauge adds a value that is asked for whenever the metrics are; the name is one
// of Prometheus, such as chancery_documents.
func (m *Metrics) Gauge(name string, value func() float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gauges[name] = value
}

func (m *Metrics) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inFlight++
}

func (m *Metrics) end(route, method string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inFlight--
	if !slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, method) {
		method = "other"
	}
	m.requests[request{route, method, max(status, http.StatusOK)}]++
	h := m.took[route]
	if h == nil {
		h = &histogram{counts: make([]int, len(bounds()))}
		m.took[route] = h
	}
	h.n++
	h.sum += took.Seconds()
	for i, b := range bounds() {
		if took.Seconds() <= b {
			h.counts[i]++
		}
	}
}

// ServeHTTP writes the metrics.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = io.WriteString(w, m.text())
}

func (m *Metrics) text() string {
	var b strings.Builder
	put := func(name, kind, help string) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
	}
	m.mu.Lock()
	gauges := maps.Clone(m.gauges)
	put("chancery_requests_total", "counter", "Requests answered.")
	keys := slices.SortedFunc(maps.Keys(m.requests), func(a, b request) int {
		return strings.Compare(fmt.Sprintf("%s %s %d", a.route, a.method, a.status), fmt.Sprintf("%s %s %d", b.route, b.method, b.status))
	})
	for _, k := range keys {
		fmt.Fprintf(&b, "chancery_requests_total{route=%s,method=%s,status=\"%d\"} %d\n", label(k.route), label(k.method), k.status, m.requests[k])
	}
	put("chancery_request_seconds", "histogram", "Time to answer.")
	for _, route := range slices.Sorted(maps.Keys(m.took)) {
		h := m.took[route]
		for i, le := range bounds() {
			fmt.Fprintf(&b, "chancery_request_seconds_bucket{route=%s,le=\"%s\"} %d\n", label(route), strconv.FormatFloat(le, 'g', -1, 64), h.counts[i])
		}
		fmt.Fprintf(&b, "chancery_request_seconds_bucket{route=%s,le=\"+Inf\"} %d\n", label(route), h.n)
		fmt.Fprintf(&b, "chancery_request_seconds_sum{route=%s} %g\nchancery_request_seconds_count{route=%s} %d\n", label(route), h.sum, label(route), h.n)
	}
	put("chancery_requests_in_flight", "gauge", "Requests being answered.")
	fmt.Fprintf(&b, "chancery_requests_in_flight %d\n", m.inFlight)
	m.mu.Unlock()
	put("chancery_start_time_seconds", "gauge", "Start of the server.")
	fmt.Fprintf(&b, "chancery_start_time_seconds %d\n", m.begun.Unix())
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	put("go_memstats_heap_inuse_bytes", "gauge", "Heap in use.")
	fmt.Fprintf(&b, "go_memstats_heap_inuse_bytes %d\n", mem.HeapInuse)
	put("go_goroutines", "gauge", "Goroutines.")
	fmt.Fprintf(&b, "go_goroutines %d\n", runtime.NumGoroutine())
	for _, name := range slices.Sorted(maps.Keys(gauges)) {
		put(name, "gauge", "Told by the program.")
		fmt.Fprintf(&b, "%s %g\n", name, gauges[name]())
	}
	return b.String()
}

// label writes a value of a label as Prometheus asks.
func label(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}
