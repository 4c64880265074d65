package fleet

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Status is how a fleet does.
type Status struct {
	Fleet string    `json:"fleet"`
	At    time.Time `json:"at"`
	// Works: Submitted is the sum of the others.
	Submitted int64 `json:"submitted"`
	Waiting   int64 `json:"waiting"` // not yet given to a worker
	Hand      int64 `json:"hand"`    // with workers, or given back and not yet taken again
	Again     int64 `json:"again"`   // of these, given out before
	Dead      int64 `json:"dead"`    // laid aside
	Done      int64 `json:"done"`
	Bytes     int64 `json:"bytes"` // of the queue on the disk
	// Oldest is when the first work that is not done was submitted.
	Oldest   time.Time `json:"oldest,omitzero"`
	Replicas int       `json:"replicas"`
	Leader   string    `json:"leader,omitempty"`
	Behind   []string  `json:"behind,omitempty"` // nodes that are not up to date
	Rate     float64   `json:"rate"`             // documents a second, of all workers
	Workers  []State   `json:"workers"`
}

// Status asks how the fleet does. A question that came to a leader just lost is
// never answered: it is put again, with more time each time.
func (q *Queue) Status(ctx context.Context) (Status, error) {
	ctx, cancel := context.WithTimeout(ctx, q.opts.Patience)
	defer cancel()
	for within := time.Second; ; within *= 2 {
		once, cancel := context.WithTimeout(ctx, within)
		s, err := q.statusOnce(once)
		cancel()
		if err == nil || !passing(err) || !rest(ctx, 100*time.Millisecond) {
			return s, unled(err)
		}
	}
}

func (q *Queue) statusOnce(ctx context.Context) (Status, error) {
	s := Status{Fleet: q.opts.Fleet, At: time.Now().UTC(), Workers: []State{}}
	works, err := q.works.Info(ctx)
	if err != nil {
		return s, fmt.Errorf("cannot ask for the queue: %w", err)
	}
	given, err := q.given.Info(ctx)
	if err != nil {
		return s, fmt.Errorf("cannot ask for the queue: %w", err)
	}
	dead, err := q.dead.Info(ctx)
	if err != nil {
		return s, fmt.Errorf("cannot ask for the dead: %w", err)
	}
	s.Submitted, s.Bytes, s.Replicas = int64(works.State.Msgs), int64(works.State.Bytes), works.Config.Replicas
	s.Waiting, s.Hand, s.Again, s.Dead = int64(given.NumPending), int64(given.NumAckPending), int64(given.NumRedelivered), int64(dead.State.Msgs)
	if s.Waiting == 0 && given.Delivered.Stream < works.State.LastSeq {
		// The node that gives works out may not have heard of the last ones yet.
		if _, err := q.works.GetMsg(ctx, works.State.LastSeq); err == nil {
			s.Waiting = int64(works.State.LastSeq - given.Delivered.Stream)
		}
	}
	s.Done = max(s.Submitted-s.Waiting-s.Hand-s.Dead, 0)
	if s.Waiting+s.Hand > 0 {
		if first, err := q.works.GetMsg(ctx, given.AckFloor.Stream+1); err == nil {
			s.Oldest = first.Time
		}
	}
	if c := works.Cluster; c != nil {
		s.Leader = c.Leader
		for _, p := range c.Replicas {
			if p.Offline || !p.Current {
				s.Behind = append(s.Behind, p.Name)
			}
		}
	}
	s.Workers, err = q.states(ctx)
	for i := range s.Workers {
		s.Rate += s.Workers[i].Rate
	}
	return s, err
}

func (q *Queue) states(ctx context.Context) ([]State, error) {
	out := []State{}
	watch, err := q.workers.WatchAll(ctx, jetstream.IgnoreDeletes())
	if err != nil {
		return out, fmt.Errorf("cannot ask for the workers: %w", err)
	}
	defer func() { _ = watch.Stop() }() // what was wanted is there
	for {
		select {
		case e := <-watch.Updates():
			var s State
			switch {
			case e == nil:
				slices.SortFunc(out, func(a, b State) int { return cmp.Compare(a.Worker, b.Worker) })
				return out, nil
			case json.Unmarshal(e.Value(), &s) == nil:
				out = append(out, s)
			}
		case <-ctx.Done():
			return out, ctx.Err()
		}
	}
}

// Prometheus writes the status in the text form of Prometheus.
func (s *Status) Prometheus() string {
	var b strings.Builder
	one := func(name, help string, value float64) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n%s{fleet=%q} %g\n", name, help, name, name, s.Fleet, value)
	}
	one("chancery_fleet_works_submitted", "Works submitted.", float64(s.Submitted))
	one("chancery_fleet_works_waiting", "Works that no worker has yet: the lag.", float64(s.Waiting))
	one("chancery_fleet_works_in_hand", "Works with workers.", float64(s.Hand))
	one("chancery_fleet_works_again", "Works with workers that were given out before.", float64(s.Again))
	one("chancery_fleet_works_dead", "Works laid aside.", float64(s.Dead))
	one("chancery_fleet_works_done", "Works done.", float64(s.Done))
	age := 0.0
	if !s.Oldest.IsZero() {
		age = s.At.Sub(s.Oldest).Seconds()
	}
	one("chancery_fleet_oldest_seconds", "Age of the oldest work that is not done.", age)
	one("chancery_fleet_nodes_behind", "Nodes of the queue that are not up to date.", float64(len(s.Behind)))
	one("chancery_fleet_workers", "Workers that told of themselves within a minute.", float64(len(s.Workers)))
	states(&b, s.Fleet, s.Workers)
	return b.String()
}

// Prometheus writes the state of one worker in the text form of Prometheus.
func (s *State) Prometheus(fleet string) string {
	var b strings.Builder
	states(&b, fleet, []State{*s})
	return b.String()
}

func states(b *strings.Builder, fleet string, workers []State) {
	waiting := func(s *State) float64 {
		if s.Waiting != "" {
			return 1
		}
		return 0
	}
	for _, m := range []struct {
		name, kind, help string
		value            func(*State) float64
	}{
		{"documents_total", "counter", "Documents committed.", func(s *State) float64 { return float64(s.Documents) }},
		{"known_total", "counter", "Documents passed over that the archive had.", func(s *State) float64 { return float64(s.Known) }},
		{"refused_total", "counter", "Inputs that were no documents.", func(s *State) float64 { return float64(s.Refused) }},
		{"failed_total", "counter", "Documents at which the coder or the archive failed.", func(s *State) float64 { return float64(s.Failed) }},
		{"words_total", "counter", "Words coded.", func(s *State) float64 { return float64(s.Words) }},
		{"works_total", "counter", "Works acknowledged.", func(s *State) float64 { return float64(s.Works) }},
		{"commits_total", "counter", "Commits.", func(s *State) float64 { return float64(s.Commits) }},
		{"retries_total", "counter", "Works received that were given out before.", func(s *State) float64 { return float64(s.Retries) }},
		{"dead_total", "counter", "Works laid aside.", func(s *State) float64 { return float64(s.Dead) }},
		{"works_in_hand", "gauge", "Works in hand.", func(s *State) float64 { return float64(s.Hand) }},
		{"rate", "gauge", "Documents a second, of late.", func(s *State) float64 { return s.Rate }},
		{"memory_bytes", "gauge", "Memory of the process.", func(s *State) float64 { return float64(s.Memory) }},
		{"waiting", "gauge", "1 while the archive cannot be reached.", waiting},
	} {
		name := "chancery_worker_" + m.name
		fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, m.help, name, m.kind)
		for i := range workers {
			fmt.Fprintf(b, "%s{fleet=%q,worker=%q} %g\n", name, fleet, workers[i].Worker, m.value(&workers[i]))
		}
	}
}

// Dead is a work that was laid aside.
type Dead struct {
	ID     string          `json:"id"`
	Work   *Work           `json:"work,omitempty"`
	Raw    json.RawMessage `json:"raw,omitempty"` // what was no work
	Reason string          `json:"reason"`
	Tries  int             `json:"tries"`
	Worker string          `json:"worker"` // that laid it aside
	At     time.Time       `json:"at"`
}

// bury puts a work among the dead, in the place of an earlier time.
func (q *Queue) bury(ctx context.Context, d *delivery, t tried) error {
	id := d.msg.Subject()[strings.LastIndex(d.msg.Subject(), ".")+1:]
	dead := Dead{ID: id, Work: d.work, Reason: t.Reason, Tries: t.Tries, Worker: t.Worker, At: t.At}
	if d.hopeless {
		dead.Work = nil
		dead.Raw, _ = json.Marshal(string(d.msg.Data())) // a string has nothing that JSON lacks
	}
	data, err := json.Marshal(dead)
	if err == nil {
		_, err = q.js.Publish(ctx, q.opts.Fleet+".dead."+id, data, jetstream.WithExpectStream(q.opts.Fleet+"-dead"))
	}
	return err
}

// Dead lists the works that were laid aside, the first one first.
func (q *Queue) Dead(ctx context.Context) ([]Dead, error) {
	var out []Dead
	info, err := q.dead.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("cannot ask for the dead: %w", err)
	}
	for seq := info.State.FirstSeq; seq <= info.State.LastSeq && info.State.Msgs > 0; seq++ {
		msg, err := q.dead.GetMsg(ctx, seq)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue
		}
		var d Dead
		if err == nil {
			err = json.Unmarshal(msg.Data, &d)
		}
		if err != nil {
			return out, fmt.Errorf("cannot read the dead: %w", err)
		}
		out = append(out, d)
	}
	return out, nil
}

// Resubmit puts a dead work into the queue again, and then takes it from the dead.
func (q *Queue) Resubmit(ctx context.Context, d *Dead) error {
	if d.Work == nil {
		return fmt.Errorf("%s is no work; forget it instead", d.ID)
	}
	w := *d.Work
	w.Again++
	if _, err := q.put(ctx, &w); err != nil {
		return err
	}
	return q.Forget(ctx, d)
}

// Forget takes a work from the dead.
func (q *Queue) Forget(ctx context.Context, d *Dead) error {
	err := q.dead.Purge(ctx, jetstream.WithPurgeSubject(q.opts.Fleet+".dead."+d.ID))
	if err != nil {
		return fmt.Errorf("cannot take %s from the dead: %w", d.ID, err)
	}
	return nil
}
