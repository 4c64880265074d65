// Package store keeps the archive in a database: documents with their texts and
// records, and the events, statements, posts, incidents and decisions that are
// asked for. SQL is shared; what differs between SQLite and PostgreSQL is a
// Dialect, given by the sub-packages, which one suite (storetest) holds to the
// same answers.
//
// What must stay true:
//   - A document is written with all that belongs to it or not at all, and is
//     acknowledged after its commit only.
//   - The same document again changes nothing; another coding of it is a new
//     revision, and the old record stays.
//   - What is asked for is what filter.Match says, whatever index is used: an
//     index only brings the candidates.
//   - Rows never refer to rows by a place in time: a row id is given out once.
//   - Nothing in an answer depends on row ids or on when a document was added,
//     but the log and the field Added.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Options are what a store is opened with.
type Options struct {
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Few is the number of candidates up to which a query brings all of them
	// first and sorts them then; above it walks through the days. 4000 when 0.
	Few int
	// Young is how many rows stay in a young table (bands_young) before they are taken
	// to their places; 262,144 when 0.
	Young int
	// Wait is how long a writer waits for another program that writes; 10 seconds
	// when 0.
	Wait time.Duration

	later []string // migrations of a later version, for tests of upgrading
}

// fewItems is the default of Options.Few.
const fewItems = 4000

// Store is an open archive. It is safe for use by several goroutines: many may
// read, and additions wait for one another.
type Store struct {
	d    *Dialect
	now  func() time.Time
	few  int
	pool *sql.DB // readers
	one  *sql.DB // the writer
	read *handle

	mu     sync.Mutex // held by the writer
	writer *handle
	conn   *sql.Conn
	packer *packer
	sizes  sizes
	terms  map[term]int64 // of the writer
	months map[int64]bool // that have parts; nil before they are read
	young  *young         // what is known of young rows; nil before they are read

	mostYoung int // of a table; mostYoung when 0
}

// New makes a store of two pools of connections, one that writes and one that
// reads, and brings the schema up to date.
func New(ctx context.Context, d *Dialect, write, read *sql.DB, o Options) (*Store, error) {
	p, err := newPacker()
	if err != nil {
		return nil, err
	}
	s := &Store{d: d, now: o.Now, few: o.Few, mostYoung: o.Young, pool: read, one: write, read: newHandle(read, d), packer: p, terms: map[term]int64{}}
	if s.now == nil {
		s.now = time.Now
	}
	if s.few == 0 {
		s.few = fewItems
	}
	known, err := readMigrations(migrations)
	if err != nil {
		return nil, err
	}
	for _, script := range o.later {
		n := int64(len(known) + 1)
		known = append(known, migration{n, fmt.Sprintf("%04d_later", n), script})
	}
	if err := s.migrate(ctx, known); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot open the archive: %w", err), s.Close())
	}
	return s, nil
}

// Close ends all use of the archive.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.drop()
	s.read.close()
	err = errors.Join(err, s.pool.Close(), s.one.Close())
	s.packer.dec.Close()
	return err
}

// drop lets the writer's connection go.
func (s *Store) drop() error {
	if s.conn == nil {
		return nil
	}
	s.writer.close()
	err := s.conn.Close()
	s.conn, s.writer = nil, nil
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

// take gives the writer's connection, a new one when the last was lost.
func (s *Store) take(ctx context.Context) (*handle, error) {
	if s.conn == nil {
		conn, err := s.one.Conn(ctx)
		if err != nil {
			return nil, s.d.Explain(err)
		}
		s.conn, s.writer = conn, writing(conn, s.d)
	}
	return s.writer, nil
}

// Clock is the time by the clock of the archive.
func (s *Store) Clock() time.Time { return s.now() }

// Dialect names the database: "sqlite" or "postgres".
func (s *Store) Dialect() string { return s.d.Name }
