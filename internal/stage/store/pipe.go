package store

import (
	"context"
	"database/sql"
)

// Statement is one that waits in a pipe.
type Statement struct {
	SQL  string
	Args []any
}

// mostPiped is how many statements wait until they are sent.
const mostPiped = 500

// pipe keeps statements that give nothing back until something is asked, and
// sends them together: to a database at the end of a wire each would be a way
// there and back. What fails is told by the next that is asked, or by flush.
type pipe struct {
	conn    *sql.Conn
	send    func(ctx context.Context, conn *sql.Conn, batch []Statement) error
	waiting []Statement
}

// put takes a statement.
func (p *pipe) put(ctx context.Context, d *Dialect, query string, args []any) error {
	p.waiting = append(p.waiting, Statement{d.bind(query), args})
	if len(p.waiting) < mostPiped {
		return nil
	}
	return p.flush(ctx, d)
}

// flush sends what waits.
func (p *pipe) flush(ctx context.Context, d *Dialect) error {
	if p == nil || len(p.waiting) == 0 {
		return nil
	}
	batch := p.waiting
	p.waiting = nil
	return d.Explain(p.send(ctx, p.conn, batch))
}

// empty forgets what waits.
func (p *pipe) empty() {
	if p != nil {
		p.waiting = nil
	}
}
