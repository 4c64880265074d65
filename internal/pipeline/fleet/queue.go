package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Options say where the queue is. The zero value of each field asks for its
// default.
type Options struct {
	URLs  string // of servers, with commas between them; default nats://127.0.0.1:4222
	Creds string // file of credentials
	// CA is the file of the authority that signed the servers' certificates; Cert
	// and Key are this client's own.
	CA, Cert, Key string
	Fleet         string // name of the queue; default chancery
	Client        string // name of this program among the clients
	// Replicas of what is made here: 0 is three in a cluster, else one.
	Replicas int
	Lease    time.Duration // after which a work is given to another worker; default 30 s
	Pending  int           // works with all workers at once; default 1000
	Patience time.Duration // how long a server is waited for; default 20 s
	Insist   bool          // wait also for one that is not there at all
	// Inside, when given, is a server in this process.
	Inside nats.InProcessConnProvider
	Tell   func(line string) // of connections lost and found
}

func (o Options) withDefaults() Options {
	if o.URLs == "" {
		o.URLs = nats.DefaultURL
	}
	if o.Fleet == "" {
		o.Fleet = "chancery"
	}
	if o.Lease <= 0 {
		o.Lease = 30 * time.Second
	}
	if o.Pending <= 0 {
		o.Pending = 1000
	}
	if o.Patience <= 0 {
		o.Patience = 20 * time.Second
	}
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	return o
}

// Queue is the works of a fleet on a server, or on a cluster of them.
type Queue struct {
	opts    Options
	conn    *nats.Conn
	closed  <-chan struct{} // when conn has ended for good
	js      jetstream.JetStream
	works   jetstream.Stream
	dead    jetstream.Stream
	given   jetstream.Consumer
	tries   jetstream.KeyValue // of works that were given out more than once
	workers jetstream.KeyValue // what each worker tells of itself
}

// Connect connects to the queue and makes what of it is not there yet.
func Connect(ctx context.Context, opts Options) (*Queue, error) {
	opts = opts.withDefaults()
	if strings.ContainsAny(opts.Fleet, " .*>/\\\t") {
		return nil, fmt.Errorf("the name %q of a fleet has letters, digits and - only", opts.Fleet)
	}
	if opts.Creds != "" {
		if _, err := os.Stat(opts.Creds); err != nil {
			return nil, fmt.Errorf("cannot read the credentials: %w", err)
		}
	}
	closed := make(chan struct{})
	end := sync.OnceFunc(func() { close(closed) })
	connection := append(opts.connection(), nats.ClosedHandler(func(*nats.Conn) { end() }))
	conn, err := nats.Connect(opts.URLs, connection...)
	for until := time.Now().Add(opts.Patience); err != nil && !refused(err) && opts.Insist && time.Now().Before(until) && rest(ctx, 500*time.Millisecond); {
		conn, err = nats.Connect(opts.URLs, connection...)
	}
	switch {
	case refused(err) && opts.Creds != "":
		return nil, fmt.Errorf("NATS at %s does not take the credentials in %s: %w", shown(opts.URLs), opts.Creds, err)
	case refused(err):
		return nil, fmt.Errorf("NATS at %s does not let us in: %w; it wants credentials (--creds FILE)", shown(opts.URLs), err)
	case err != nil:
		return nil, fmt.Errorf("cannot connect to NATS at %s: %w; start one with chancery fleet server", shown(opts.URLs), err)
	}
	q := &Queue{opts: opts, conn: conn, closed: closed}
	if q.js, err = jetstream.New(conn, jetstream.WithDefaultTimeout(5*time.Second)); err == nil {
		err = q.make(ctx)
	}
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("cannot open the queue at %s: %w", shown(opts.URLs), unled(err))
	}
	return q, nil
}

// refused says whether servers know who we are, or do not, and want none of us.
func refused(err error) bool {
	return errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) || errors.Is(err, nats.ErrAuthRevoked) || errors.Is(err, nats.ErrAccountAuthExpired)
}

// shown leaves passwords out of addresses.
func shown(urls string) string {
	var out []string
	for u := range strings.SplitSeq(urls, ",") {
		if at := strings.LastIndex(u, "@"); at >= 0 {
			scheme, _, _ := strings.Cut(u, "://")
			u = scheme + "://…" + u[at:]
		}
		out = append(out, u)
	}
	return strings.Join(out, ",")
}

func (o *Options) connection() []nats.Option {
	out := []nats.Option{
		nats.Name("chancery " + o.Client), nats.MaxReconnects(-1), nats.ReconnectWait(250 * time.Millisecond),
		nats.PingInterval(5 * time.Second), nats.MaxPingsOutstanding(2), nats.Timeout(3 * time.Second),
		nats.ReconnectBufSize(-1), // what was not sent is an error, not a promise
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				o.Tell("the connection to NATS was lost: " + err.Error())
			}
		}),
		nats.ReconnectHandler(func(c *nats.Conn) { o.Tell("connected to NATS again") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { o.Tell("NATS: " + err.Error()) }),
	}
	if o.Creds != "" {
		out = append(out, nats.UserCredentials(o.Creds))
	}
	if o.CA != "" {
		out = append(out, nats.RootCAs(o.CA))
	}
	if o.Cert != "" {
		out = append(out, nats.ClientCert(o.Cert, o.Key))
	}
	if o.Inside != nil {
		out = append(out, nats.InProcessServer(o.Inside))
	}
	return out
}

// Close ends the connection.
func (q *Queue) Close() { q.conn.Close() }

// make makes streams and consumer, waiting for a cluster that is just starting.
func (q *Queue) make(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, q.opts.Patience)
	defer cancel()
	for {
		// Servers that are choosing a leader do not answer at all.
		once, cancel := context.WithTimeout(ctx, 3*time.Second)
		err := q.makeOnce(once)
		cancel()
		if err == nil || !passing(err) || !rest(ctx, 300*time.Millisecond) {
			return err
		}
	}
}

// passing says whether an error is one of servers that are not ready, or not
// reached just now.
func passing(err error) bool {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return api.Code >= 500 && api.ErrorCode != jetstream.JSErrCodeJetStreamNotEnabled && api.ErrorCode != notClustered
	}
	var network net.Error
	return errors.Is(err, nats.ErrNoResponders) || errors.Is(err, nats.ErrTimeout) || errors.Is(err, nats.ErrDisconnected) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, nats.ErrConnectionReconnecting) || errors.As(err, &network) || errors.Is(err, nats.ErrReconnectBufExceeded)
}

// unled says what it may mean that servers do not answer.
func unled(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrNoResponders) || errors.Is(err, nats.ErrTimeout) {
		return fmt.Errorf("%w; the servers are choosing a leader, or fewer than half of them are there", err)
	}
	return err
}

// rest waits a while; false means that ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

func (q *Queue) makeOnce(ctx context.Context) (err error) {
	name := q.opts.Fleet
	// A work has a subject of its own, and a subject holds one message, which stays
	// when it is done: so a work is known for good, not only while the server
	// remembers the names of messages.
	q.works, err = q.stream(ctx, jetstream.StreamConfig{
		Name: name + "-works", Subjects: []string{name + ".work.*"}, Description: "what is to be read, by reference",
		MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true, Duplicates: 10 * time.Minute,
	})
	if err != nil {
		return err
	}
	q.dead, err = q.stream(ctx, jetstream.StreamConfig{
		Name: name + "-dead", Subjects: []string{name + ".dead.*"}, Description: "works that could not be done, with the reason", MaxMsgsPerSubject: 1,
	})
	if err != nil {
		return err
	}
	if q.tries, err = q.bucket(ctx, jetstream.KeyValueConfig{Bucket: name + "-tries", Description: "works that were given out more than once", TTL: 30 * 24 * time.Hour}); err != nil {
		return err
	}
	if q.workers, err = q.bucket(ctx, jetstream.KeyValueConfig{Bucket: name + "-workers", Description: "what workers tell of themselves", TTL: time.Minute, Storage: jetstream.MemoryStorage}); err != nil {
		return err
	}
	return q.consumer(ctx)
}

// stream gives a stream, made when it is not there. It is not compressed: a node of
// nats-server 2.15 that was killed may compress the block that it goes on writing
// to, which nobody can read then (fileStore.Truncate; docs/fleet.md). One that an
// earlier version made compressed is changed.
func (q *Queue) stream(ctx context.Context, c jetstream.StreamConfig) (jetstream.Stream, error) {
	s, err := q.js.Stream(ctx, c.Name)
	if err == nil && s.CachedInfo().Config.Compression != jetstream.NoCompression {
		have := s.CachedInfo().Config
		have.Compression = jetstream.NoCompression
		return q.js.UpdateStream(ctx, have)
	}
	if !errors.Is(err, jetstream.ErrStreamNotFound) {
		return s, err
	}
	c.Storage, c.AllowDirect = jetstream.FileStorage, true
	err = q.replicated(func(n int) (err error) {
		c.Replicas = n
		s, err = q.js.CreateStream(ctx, c)
		return err
	})
	return s, err
}

func (q *Queue) bucket(ctx context.Context, c jetstream.KeyValueConfig) (jetstream.KeyValue, error) {
	kv, err := q.js.KeyValue(ctx, c.Bucket)
	if !errors.Is(err, jetstream.ErrBucketNotFound) {
		return kv, err
	}
	err = q.replicated(func(n int) (err error) {
		c.Replicas = n
		kv, err = q.js.CreateKeyValue(ctx, c)
		return err
	})
	return kv, err
}

// replicated makes something three times over, or once where there is no cluster.
func (q *Queue) replicated(create func(n int) error) error {
	if q.opts.Replicas > 0 {
		return create(q.opts.Replicas)
	}
	err := create(3)
	var api *jetstream.APIError
	if errors.As(err, &api) && api.ErrorCode == notClustered {
		return create(1)
	}
	return err
}

// notClustered is the code of "replicas > 1 not supported in non-clustered mode".
const notClustered jetstream.ErrorCode = 10074

// consumer is the one by which all workers are given works.
func (q *Queue) consumer(ctx context.Context) error {
	c := jetstream.ConsumerConfig{
		Durable: "workers", AckPolicy: jetstream.AckExplicitPolicy, AckWait: q.opts.Lease, MaxDeliver: -1, MaxAckPending: q.opts.Pending, MaxWaiting: 2048,
	}
	found, err := q.works.Consumer(ctx, c.Durable)
	if err == nil {
		if have := found.CachedInfo().Config; have.AckWait == c.AckWait && have.MaxAckPending == c.MaxAckPending {
			q.given = found
			return nil
		}
	}
	if err == nil || errors.Is(err, jetstream.ErrConsumerNotFound) {
		q.given, err = q.works.CreateOrUpdateConsumer(ctx, c)
	}
	return err
}

// Submitted counts what became of works.
type Submitted struct {
	New, Known int // works
	Documents  int // in the new ones
}

// submitters is how many works are on their way to the server at once.
const submitters = 16

// Submit takes the works that cut gives and puts them into the queue. A work that
// was submitted before is not put there again.
func (q *Queue) Submit(ctx context.Context, cut func(put func(Work) error) error) (out Submitted, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	works := make(chan Work)
	var mu sync.Mutex
	var all sync.WaitGroup
	for range submitters {
		all.Go(func() {
			for w := range works {
				fresh, err := q.put(ctx, &w)
				mu.Lock()
				switch {
				case err != nil:
					cancel(err)
				case fresh:
					out.New++
					out.Documents += w.Documents
				default:
					out.Known++
				}
				mu.Unlock()
			}
		})
	}
	err = cut(func(w Work) error {
		select {
		case works <- w:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	close(works)
	all.Wait()
	if err == nil {
		err = context.Cause(ctx)
	}
	return out, err
}

// put stores a work; fresh is false when it was there. A server that does not
// answer is asked again: the name of the message makes that harmless.
func (q *Queue) put(ctx context.Context, w *Work) (fresh bool, err error) {
	data, err := json.Marshal(w)
	if err != nil {
		return false, err
	}
	id := w.ID()
	ctx, cancel := context.WithTimeout(ctx, max(q.opts.Patience, time.Minute))
	defer cancel()
	asked := false
	for {
		once, cancel := context.WithTimeout(ctx, 5*time.Second)
		ack, err := q.js.Publish(once, q.opts.Fleet+".work."+id, data, jetstream.WithMsgID(id), jetstream.WithExpectStream(q.opts.Fleet+"-works"))
		cancel()
		switch {
		case err == nil:
			return !ack.Duplicate || asked, nil
		case there(err):
			return asked, nil
		case !passing(err):
			return false, fmt.Errorf("cannot submit %s: %w", w, err)
		}
		asked = true
		if !rest(ctx, 200*time.Millisecond) {
			return false, fmt.Errorf("cannot submit %s: %w", w, err)
		}
	}
}

// there says that a stream has a message of that subject already. The code is that
// of all failures to store; only the words tell it apart.
func there(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && strings.Contains(api.Description, "maximum messages per subject")
}
