package access

import (
	"context"

	"chancery/internal/stage/serve"
)

// RoleOf tells what a user may do now; Nobody when there is no such user, or the
// account is closed. It is for what goes on without the user, such as feeds.
func (g *Gate) RoleOf(ctx context.Context, name string) (serve.Role, error) {
	if err := g.refresh(ctx); err != nil {
		return serve.Nobody, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	u := g.book.Users[name]
	if !g.open(u) {
		return serve.Nobody, nil
	}
	return u.Role, nil
}
