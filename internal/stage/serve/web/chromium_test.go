package web_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// chromium is a browser that is told what to do over a pipe, by the protocol of
// its developer tools. It notes all requests that its pages make.
type chromium struct {
	t    *testing.T
	cmd  *exec.Cmd
	to   *os.File
	errs bytes.Buffer
	log  string // of the browser's network stack

	mu       sync.Mutex
	last     int
	waiting  map[int]chan answer
	session  string
	loaded   chan struct{}
	requests []string
	faults   []string // what the console says of errors
}

// answer is one message of the browser.
type answer struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// startChromium starts a browser with one page. It knows no other machine than
// this one by name, and writes down each connection that it makes.
func startChromium(t *testing.T) *chromium {
	t.Helper()
	dir := t.TempDir()
	c := &chromium{t: t, waiting: map[int]chan answer{}, loaded: make(chan struct{}, 16), log: filepath.Join(dir, "net.json")}
	toRead, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, toWrite, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.to = to
	c.cmd = exec.Command("chromium", "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--no-proxy-server",
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--log-net-log="+c.log, "--user-data-dir="+filepath.Join(dir, "profile"), "about:blank")
	c.cmd.ExtraFiles, c.cmd.Stderr = []*os.File{toRead, toWrite}, &c.errs
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = toRead.Close(), toWrite.Close() // they are the browser's now
	go c.listen(from)
	t.Cleanup(c.end)
	var made struct{ TargetID string }
	c.ask("", "Target.createTarget", map[string]any{"url": "about:blank"}, &made)
	var attached struct{ SessionID string }
	c.ask("", "Target.attachToTarget", map[string]any{"targetId": made.TargetID, "flatten": true}, &attached)
	c.session = attached.SessionID
	for _, domain := range []string{"Page", "Network", "Runtime", "Log"} {
		c.do(domain+".enable", nil, nil)
	}
	return c
}

// end closes the browser and waits for it.
func (c *chromium) end() {
	if c.cmd.ProcessState != nil {
		return
	}
	_ = c.send("", "Browser.close", nil)
	done := make(chan struct{})
	go func() { _ = c.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		_ = c.cmd.Process.Kill()
		<-done
	}
	_ = c.to.Close()
}

// listen takes what the browser says until it ends.
func (c *chromium) listen(from *os.File) {
	defer func() { _ = from.Close() }()
	r := bufio.NewReaderSize(from, 1<<20)
	for {
		data, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m answer
		if json.Unmarshal(bytes.TrimSuffix(data, []byte{0}), &m) != nil {
			continue
		}
		c.mu.Lock()
		waits := c.waiting[m.ID]
		delete(c.waiting, m.ID)
		c.noted(&m)
		c.mu.Unlock()
		switch {
		case waits != nil:
			waits <- m
		case m.Method == "Page.loadEventFired":
			select {
			case c.loaded <- struct{}{}:
			default:
			}
		}
	}
}

// noted keeps what a test looks at later.
func (c *chromium) noted(m *answer) {
	switch m.Method {
	case "Network.requestWillBeSent":
		var p struct{ Request struct{ Method, URL string } }
		if json.Unmarshal(m.Params, &p) == nil {
			c.requests = append(c.requests, p.Request.Method+" "+p.Request.URL)
		}
	case "Log.entryAdded":
		var p struct {
			Entry struct{ Level, Text, URL string }
		}
		if json.Unmarshal(m.Params, &p) == nil && p.Entry.Level == "error" {
			c.faults = append(c.faults, p.Entry.Text+" "+p.Entry.URL)
		}
	case "Runtime.exceptionThrown":
		c.faults = append(c.faults, string(m.Params))
	}
}

func (c *chromium) send(session, method string, params any) chan answer {
	c.mu.Lock()
	c.last++
	id, out := c.last, make(chan answer, 1)
	c.waiting[id] = out
	c.mu.Unlock()
	m := map[string]any{"id": id, "method": method}
	if params != nil {
		m["params"] = params
	}
	if session != "" {
		m["sessionId"] = session
	}
	data, err := json.Marshal(m)
	if err == nil {
		_, err = c.to.Write(append(data, 0))
	}
	if err != nil {
		out <- answer{Error: &struct {
			Message string `json:"message"`
		}{err.Error()}}
	}
	return out
}

// ask calls a method and reads its result.
func (c *chromium) ask(session, method string, params, into any) {
	c.t.Helper()
	select {
	case m := <-c.send(session, method, params):
		if m.Error != nil {
			c.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if into != nil {
			if err := json.Unmarshal(m.Result, into); err != nil {
				c.t.Fatalf("%s: %v", method, err)
			}
		}
	case <-time.After(90 * time.Second):
		c.t.Fatalf("%s: the browser does not answer\n%s", method, c.errs.String())
	}
}

// do calls a method of the page.
func (c *chromium) do(method string, params, into any) {
	c.t.Helper()
	c.ask(c.session, method, params, into)
}

// look sets the width of the window and the colours that the reader prefers.
func (c *chromium) look(width, height int, scheme string) {
	c.t.Helper()
	c.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}, nil)
	c.do("Emulation.setEmulatedMedia", map[string]any{"features": []any{map[string]any{"name": "prefers-color-scheme", "value": scheme}}}, nil)
}

// open goes to an address and waits until it is there.
func (c *chromium) open(address string) {
	c.t.Helper()
	for len(c.loaded) > 0 {
		<-c.loaded
	}
	var to struct{ ErrorText, LoaderID string }
	c.do("Page.navigate", map[string]any{"url": "about:blank"}, nil) // so that an address with # is loaded, too
	<-c.loaded
	c.do("Page.navigate", map[string]any{"url": address}, &to)
	if to.ErrorText != "" {
		c.t.Fatalf("%s: %s", address, to.ErrorText)
	}
	select {
	case <-c.loaded:
	case <-time.After(90 * time.Second):
		c.t.Fatalf("%s is not there", address)
	}
}

// run evaluates a script in the page; a promise is waited for.
func (c *chromium) run(script string, into any) {
	c.t.Helper()
	var out struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	c.do("Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true, "returnByValue": true}, &out)
	if out.ExceptionDetails != nil {
		c.t.Fatalf("the script fails: %s", out.ExceptionDetails)
	}
	if into != nil {
		if err := json.Unmarshal(out.Result.Value, into); err != nil {
			c.t.Fatalf("%v: %s", err, out.Result.Value)
		}
	}
}

// shoot keeps a picture of what is in the window.
func (c *chromium) shoot(name string) {
	c.t.Helper()
	var out struct{ Data string }
	c.do("Page.captureScreenshot", map[string]any{"format": "png"}, &out)
	data, err := base64.StdEncoding.DecodeString(out.Data)
	if err != nil || len(data) < 5000 {
		c.t.Errorf("%s: no picture: %v", name, err)
	}
	if dir := os.Getenv("CHANCERY_SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), data, 0o644); err != nil {
			c.t.Error(err)
		}
	}
}

// stayed ends the browser and checks by its own log that it asked this machine only:
// every address that a page requested, every name that was looked up, and every
// connection that was made.
func (c *chromium) stayed(base string) {
	c.t.Helper()
	c.end()
	list := slices.Clone(c.requests)
	for _, r := range list {
		_, address, _ := strings.Cut(r, " ")
		if u, err := url.Parse(address); err != nil || !strings.HasPrefix(address, base+"/") && u.Scheme != "about" && u.Scheme != "data" {
			c.t.Errorf("a page asks for %.200s", address)
		}
	}
	if len(list) < 20 {
		c.t.Errorf("only %d requests were seen", len(list))
	}
	connected, err := connections(c.log)
	if err != nil {
		c.t.Error(err)
	}
	for _, to := range connected {
		if to != strings.TrimPrefix(base, "http://") {
			c.t.Errorf("the browser connected to %s", to)
		}
	}
	if len(connected) == 0 {
		c.t.Error("the log of the network has no connection")
	}
	if dir := os.Getenv("CHANCERY_SHOTS"); dir != "" {
		slices.Sort(list)
		text := fmt.Sprintf("The browser connected to %s, and to nothing else (%d connections).\nWhat its pages asked for:\n\n%s\n", strings.TrimPrefix(base, "http://"), len(connected), strings.Join(slices.Compact(list), "\n"))
		if err := os.WriteFile(filepath.Join(dir, "requests.txt"), []byte(text), 0o644); err != nil {
			c.t.Error(err)
		}
	}
}

// connections are the addresses to which the browser connected by TCP, or sent
// anything by UDP, by its log of its network stack. A UDP socket that is tied to an
// address sends nothing by that: so the browser finds out whether there is IPv6.
func connections(file string) ([]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var log struct {
		Constants struct{ LogEventTypes map[string]int }
		Events    []struct {
			Type   int
			Source struct{ ID int }
			Params struct {
				Address string
				Host    string
			}
		}
	}
	if err := json.Unmarshal(data, &log); err != nil {
		return nil, fmt.Errorf("cannot read the browser's log: %w", err)
	}
	var out []string
	of := log.Constants.LogEventTypes
	udp := map[int]string{} // to whom a socket is tied, by its source
	for _, e := range log.Events {
		switch e.Type {
		case of["TCP_CONNECT_ATTEMPT"]:
			if e.Params.Address != "" {
				out = append(out, e.Params.Address)
			}
		case of["UDP_CONNECT"]:
			if e.Params.Address != "" {
				udp[e.Source.ID] = e.Params.Address
			}
		case of["UDP_BYTES_SENT"]:
			out = append(out, cmp.Or(e.Params.Address, udp[e.Source.ID], "somebody"))
		}
	}
	return out, nil
}
