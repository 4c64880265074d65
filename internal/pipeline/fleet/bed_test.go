//go:build linux

package fleet_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"chancery/internal/pipeline/fleet"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/postgres"
)

// bed is what faults are tried on: the real program as three nodes of a queue and
// as workers, and a real PostgreSQL. Where the system lets us, each of them but
// PostgreSQL is in a network namespace of its own, whose cable can be pulled.
type bed struct {
	t      *testing.T
	r      *rand.Rand
	dir    string
	exe    string
	reg    string // folder of the invented states
	spaces bool   // there are namespaces
	net    string // of their addresses
	mark   string // of their names

	nodes   [3]*process
	urls    string
	q       *fleet.Queue
	js      jetstream.JetStream
	db      *sql.DB
	mu      sync.Mutex // of nodes and workers while a fault is made beside
	workers map[string]*process
	run     int
	failed  int    // processes that ended by themselves with an error
	disk    string // small one of the database
}

// process is a run of the program.
type process struct {
	name string
	args []string
	cmd  *exec.Cmd
	told *log
	done chan struct{}
	code int
}

// log holds what a process writes.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.b.WriteString(time.Now().Format("04:05.000 "))
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// lease of the works under test.
const lease = 2 * time.Second

func newBed(t *testing.T) *bed {
	t.Helper()
	if os.Getenv("CHANCERY_POSTGRES") == "" {
		if os.Getenv("CHANCERY_POSTGRES_REQUIRED") != "" {
			t.Fatal("CHANCERY_POSTGRES_REQUIRED is set and CHANCERY_POSTGRES names no database; run .ci/postgres.sh go test …")
		}
		t.Skip("no database: run .ci/postgres.sh go test ./internal/pipeline/fleet")
	}
	b := &bed{t: t, r: rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1)), dir: t.TempDir(), workers: map[string]*process{}}
	b.exe = filepath.Join(b.dir, "chancery")
	b.do("go", "build", "-o", b.exe, "chancery/cmd/chancery")
	b.reg = filepath.Join(b.dir, "registry")
	config, err := pgx.ParseConfig(os.Getenv("CHANCERY_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	b.db = sql.OpenDB(stdlib.GetConnector(*config))
	t.Cleanup(func() { _ = b.db.Close() })
	b.connectSpaces()
	t.Cleanup(b.endAll)
	b.startNodes()
	return b
}

// turns are as many rests as fit into a time. They count the time in which this
// process runs: one that is stopped and goes on later has not been waiting.
func turns(within, each time.Duration) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range int(within / each) {
			if !yield(i) {
				return
			}
			time.Sleep(each)
		}
	}
}

// do runs a command that must succeed.
func (b *bed) do(name string, args ...string) {
	b.t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		b.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

// hosts are the namespaces: three nodes and two workers.
func hosts() []string { return []string{"n1", "n2", "n3", "wa", "wb"} }

// connectSpaces makes the namespaces and the cables between them.
func (b *bed) connectSpaces() {
	b.mark = fmt.Sprintf("chf%d", os.Getpid()%10000)
	b.net = fmt.Sprintf("10.213.%d.", 1+os.Getpid()%250)
	ip := func(args ...string) error { return exec.Command("ip", args...).Run() }
	if os.Getuid() != 0 || ip("netns", "add", b.mark+"t") != nil {
		b.t.Log("no network namespaces can be made here: networks are not cut")
		return
	}
	_ = ip("netns", "del", b.mark+"t")
	b.spaces = true
	b.t.Cleanup(func() {
		for _, h := range hosts() {
			_ = ip("link", "del", b.mark+h)
			_ = ip("netns", "del", b.mark+h)
		}
		_ = ip("link", "del", b.mark+"br")
	})
	b.do("ip", "link", "add", b.mark+"br", "type", "bridge")
	b.do("ip", "addr", "add", b.net+"1/24", "dev", b.mark+"br")
	b.do("ip", "link", "set", b.mark+"br", "up")
	for i, h := range hosts() {
		space := b.mark + h
		b.do("ip", "netns", "add", space)
		b.do("ip", "link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space)
		b.do("ip", "link", "set", space, "master", b.mark+"br")
		b.do("ip", "link", "set", space, "up")
		b.do("ip", "-n", space, "addr", "add", fmt.Sprintf("%s%d/24", b.net, 11+i), "dev", "eth0")
		b.do("ip", "-n", space, "link", "set", "eth0", "up")
		b.do("ip", "-n", space, "link", "set", "lo", "up")
	}
}

// cable pulls the cable of a host, or plugs it in.
func (b *bed) cable(host, state string) { b.do("ip", "link", "set", b.mark+host, state) }

// start runs the program, in the namespace of a host where there is one.
func (b *bed) start(name, host string, args ...string) *process {
	b.t.Helper()
	p := &process{name: name, args: args, told: &log{}, done: make(chan struct{})}
	line := append([]string{b.exe}, args...)
	if b.spaces && host != "" {
		line = append([]string{"ip", "netns", "exec", b.mark + host}, line...)
	}
	p.cmd = exec.Command(line[0], line[1:]...)
	p.cmd.Stderr, p.cmd.Stdout = p.told, p.told
	if err := p.cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // its code tells
		p.code = p.cmd.ProcessState.ExitCode()
		close(p.done)
	}()
	return p
}

func (p *process) signal(s os.Signal) { _ = p.cmd.Process.Signal(s) } // it may have ended

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.done
}

func (b *bed) endAll() {
	if b.q != nil {
		b.q.Close()
	}
	for _, p := range b.workers {
		p.kill()
	}
	for _, p := range b.nodes {
		if p != nil {
			p.kill()
		}
	}
}

// startNodes starts the cluster and connects to it.
func (b *bed) startNodes() {
	var client, cluster [3]string
	for i := range 3 {
		client[i], cluster[i] = fmt.Sprintf("%s%d:4222", b.net, 11+i), fmt.Sprintf("%s%d:6222", b.net, 11+i)
		if !b.spaces {
			client[i], cluster[i] = freePort(b.t), freePort(b.t)
		}
	}
	b.urls = "nats://" + strings.Join(client[:], ",nats://")
	for i := range 3 {
		args := []string{"fleet", "server", "--name", fmt.Sprintf("n%d", i+1), "--listen", client[i], "--cluster-listen", cluster[i]}
		for j := range 3 {
			if j != i {
				args = append(args, "--route", "nats://"+cluster[j])
			}
		}
		b.nodes[i] = b.start(fmt.Sprintf("n%d", i+1), hosts()[i], append(args, filepath.Join(b.dir, fmt.Sprintf("queue%d", i)))...)
	}
	var err error
	for range 20 {
		if b.q, err = fleet.Connect(b.t.Context(), fleet.Options{URLs: b.urls, Lease: lease, Client: "test"}); err == nil {
			break
		}
		time.Sleep(500 * time.Millisecond)
	}
	if err != nil {
		b.t.Fatalf("%v\n%s", err, b.nodes[0].told)
	}
	conn, err := nats.Connect(b.urls, nats.MaxReconnects(-1), nats.ReconnectWait(100*time.Millisecond))
	if err == nil {
		b.js, err = jetstream.New(conn)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(conn.Close)
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// givenOut is how often works were given to workers.
func (b *bed) givenOut() int {
	for range 100 {
		ctx, cancel := context.WithTimeout(b.t.Context(), 2*time.Second)
		c, err := b.js.Consumer(ctx, "chancery-works", "workers")
		cancel()
		if err == nil {
			return int(c.CachedInfo().Delivered.Consumer)
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatal("nobody knows what was given out")
	return 0
}

// restart starts a node that was killed.
func (b *bed) restart(i int) {
	p := b.start(b.nodes[i].name, hosts()[i], b.nodes[i].args...)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.nodes[i] = p
}

// leader is the number of the node that leads the works, or with consumer those
// that are given out.
func (b *bed) leader(consumer bool) int {
	for range 100 {
		ctx, cancel := context.WithTimeout(b.t.Context(), 2*time.Second)
		name := ""
		if s, err := b.js.Stream(ctx, "chancery-works"); err == nil {
			if info := s.CachedInfo(); info.Cluster != nil {
				name = info.Cluster.Leader
			}
			if consumer {
				if c, err := s.Consumer(ctx, "workers"); err == nil && c.CachedInfo().Cluster != nil {
					name = c.CachedInfo().Cluster.Leader
				}
			}
		}
		cancel()
		for i := range b.nodes {
			if b.nodes[i].name == name {
				return i
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatal("nobody leads the works")
	return 0
}

// current waits until all three nodes are up to date. One that takes long is told
// of; the next trial begins all the same.
func (b *bed) current() {
	b.t.Helper()
	var s fleet.Status
	var err error
	for range turns(2*time.Minute, 50*time.Millisecond) {
		if s, err = b.status(); err == nil && len(s.Behind) == 0 && s.Leader != "" {
			return
		}
		for i, p := range b.nodes {
			if p.ended() {
				b.t.Errorf("node %s ended by itself with code %d\n%s", p.name, p.code, p.told)
				b.restart(i)
			}
		}
	}
	b.t.Logf("not all nodes are up to date: %+v, %v", s, err)
}

func (b *bed) status() (fleet.Status, error) {
	ctx, cancel := context.WithTimeout(b.t.Context(), 3*time.Second)
	defer cancel()
	return b.q.Status(ctx)
}

// schema makes an empty archive and gives its address.
func (b *bed) schema(more ...string) (name, address string) {
	b.t.Helper()
	b.run++
	name = fmt.Sprintf("run%d", b.run)
	if _, err := b.db.ExecContext(b.t.Context(), "CREATE SCHEMA "+name); err != nil {
		b.t.Fatal(err)
	}
	u, err := url.Parse(os.Getenv("CHANCERY_POSTGRES"))
	if err != nil {
		b.t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	u.RawQuery = q.Encode()
	return name, u.String()
}

// work starts a worker.
func (b *bed) work(name, address string, more ...string) {
	args := append([]string{"fleet", "work", "-q", "--name", name, "--nats", b.urls, "--archive", address, "--registry", b.reg, "--lease", lease.String(),
		"--workers", "1", "--batch", "8", "--hand", "3", "--drain", "10s"}, more...)
	host := "wa"
	if strings.HasPrefix(name, "b") {
		host = "wb"
	}
	b.set(name, b.start(name, host, args...))
}

func (b *bed) set(name string, p *process) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.workers[name] = p
}

// processes are the workers a and b and the nodes.
func (b *bed) processes() [5]*process {
	b.mu.Lock()
	defer b.mu.Unlock()
	return [5]*process{b.workers["a"], b.workers["b"], b.nodes[0], b.nodes[1], b.nodes[2]}
}

// stop ends the workers in good order.
func (b *bed) stop() {
	b.t.Helper()
	for _, p := range b.workers {
		p.signal(syscall.SIGTERM)
	}
	for name, p := range b.workers {
		for range turns(25*time.Second, 20*time.Millisecond) {
			if p.ended() {
				break
			}
		}
		if !p.ended() {
			b.t.Errorf("worker %s does not end\n%s", name, p.told)
			p.kill()
		} else if p.code != 0 && !strings.Contains(p.told.String(), "give up") { // that one was ending already
			b.t.Errorf("worker %s ended with code %d\n%s", name, p.code, p.told)
		}
		delete(b.workers, name)
	}
}

// progress waits until so many documents are committed; false when it takes too long.
func (b *bed) progress(schema string, documents int) bool {
	for range turns(60*time.Second, 5*time.Millisecond) {
		if b.documents(schema) >= documents {
			return true
		}
	}
	return false
}

func (b *bed) documents(schema string) (n int) {
	// Not there yet is none.
	_ = b.db.QueryRowContext(b.t.Context(), "SELECT count(*) FROM "+schema+".documents").Scan(&n)
	return n
}

// done waits until no work is left, and starts workers anew that ended by
// themselves, as systemd does.
func (b *bed) done(within time.Duration, address string, more ...string) bool {
	for range turns(within, 20*time.Millisecond) {
		if s, err := b.status(); err == nil && s.Waiting+s.Hand == 0 {
			return true
		}
		for name, p := range b.workers {
			if p.ended() {
				b.failed++
				b.work(name, address, more...)
			}
		}
	}
	return false
}

// contents reads what an archive says, which must be sound.
func (b *bed) contents(address string) store.Contents {
	b.t.Helper()
	ctx := b.t.Context()
	s, err := postgres.Open(ctx, address, store.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Contents(ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	v, err := s.Verify(ctx)
	if err != nil || len(v.Faults) > 0 {
		b.t.Errorf("verify: %v, %v", v.Faults, err)
	}
	return c
}

func (b *bed) drop(schema string) {
	if _, err := b.db.ExecContext(b.t.Context(), "DROP SCHEMA "+schema+" CASCADE"); err != nil {
		b.t.Error(err)
	}
}

// database stops the database in the midst of what it does, or starts it.
func (b *bed) database(start bool) {
	ctl := strings.Fields(os.Getenv("CHANCERY_POSTGRES_CTL"))
	args := append(ctl[1:len(ctl):len(ctl)], "-m", "immediate", "-w", "stop")
	if start {
		args = append(ctl[1:len(ctl):len(ctl)], "-w", "-o", "-k "+os.Getenv("CHANCERY_POSTGRES_DIR")+" -c listen_addresses='' -c max_connections=60 -c fsync=off "+os.Getenv("CHANCERY_POSTGRES_OPTIONS"), "-l", os.DevNull, "start")
	}
	b.do(ctl[0], args...)
}

// smallDisk mounts a disk of so many bytes for the database; an error says that
// this is not permitted.
func (b *bed) smallDisk(size int) (dir string, err error) {
	dir = filepath.Join(os.Getenv("CHANCERY_POSTGRES_DIR"), "small")
	err = errors.Join(os.MkdirAll(dir, 0o755), exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d", size), "tmpfs", dir).Run())
	if err != nil {
		return "", err
	}
	b.t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	inner := filepath.Join(dir, "space")
	if err := os.Mkdir(inner, 0o700); err != nil {
		return "", err
	}
	b.do("chown", "--reference", os.Getenv("CHANCERY_POSTGRES_DIR"), inner)
	if _, err := b.db.ExecContext(b.t.Context(), "CREATE TABLESPACE small LOCATION '"+inner+"'"); err != nil {
		return "", err
	}
	return dir, nil
}
