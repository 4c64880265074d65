// Package storetest is the one suite that every store must pass.
//
// What must stay true: nothing in here knows which database it is run on, and
// what is asked of one is asked of all.
package storetest

import (
	"context"
	"testing"

	"chancery/internal/stage/store"
)

// Opener opens a new, empty archive for one test, or one that it gave before
// when it is called again with the same name.
type Opener func(t *testing.T, name string, o store.Options) *store.Store

// Run runs the suite.
func Run(t *testing.T, open Opener) {
	for _, tc := range []struct {
		name string
		test func(*testing.T, context.Context, *store.Store)
		opts store.Options
	}{
		{"AddAndRead", addAndRead, store.Options{}},
		{"Replay", replay, store.Options{}},
		{"Appearances", appearances, store.Options{}},
		{"AppearancesLinked", appearancesLinked, store.Options{}},
		{"EarlierAppearance", earlierAppearance, store.Options{}},
		{"Revisions", revisions, store.Options{}},
		{"RefusedDocument", refusedDocument, store.Options{}},
		{"History", historyOf, store.Options{}},
		{"NearInABatch", nearInABatch, store.Options{}},
		{"NearInTime", nearInTime, store.Options{}},
		{"NearInTimeYoung", nearInTime, store.Options{Young: 40}},
		{"Incidents", incidents, store.Options{}},
		{"Corrections", corrections, store.Options{}},
		{"BadDecisions", badDecisions, store.Options{}},
		{"DecidedTwice", decidedTwice, store.Options{}},
		{"Relinked", relinked, store.Options{}},
		{"States", states, store.Options{}},
		{"SavedSearches", searches, store.Options{}},
		{"Revision", revision, store.Options{}},
		{"Foreign", foreign, store.Options{}},
		{"Profiles", profiles, store.Options{}},
		{"Coverage", coverage, store.Options{}},
		{"Agenda", agenda, store.Options{}},
		{"Aggregates", aggregates, store.Options{}},
		{"Queue", queue, store.Options{}},
		{"Ledger", ledger, store.Options{}},
		{"LedgerRefreshed", refreshed, store.Options{}},
		{"Documents", documents, store.Options{}},
		{"Search", search, store.Options{}},
		{"Verified", verified, store.Options{}},
		{"Forget", forget, store.Options{}},
		{"Retain", retain, store.Options{}},
		{"Doctored", doctored, store.Options{}},
		{"Queries", queries, store.Options{}},
		{"QueriesByDay", queries, store.Options{Few: 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := open(t, "", tc.opts)
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			tc.test(t, t.Context(), s)
		})
	}
	t.Run("StatesOfTwo", func(t *testing.T) { statesOfTwo(t, open) })
}
