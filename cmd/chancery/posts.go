package main

import (
	"context"
	"errors"
	"fmt"

	"chancery/internal/stage/link"
	"chancery/internal/stage/store"
)

// freshLedger brings people and posts up to date before they are shown. An
// archive that cannot be written shows them as they were last made, and says so.
func (a *app) freshLedger(ctx context.Context, s *store.Store) error {
	_, err := s.RefreshLedger(ctx, link.Posts)
	if errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrLocked) {
		fmt.Fprintf(a.err, "chancery: people and posts are shown as of an earlier state of the archive: %v\n", err)
		return nil
	}
	return err
}
