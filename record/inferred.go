package record

import "slices"

// DropInferred leaves out the parties that the words of an act do not give. An
// event may be left without a party.
func (r *Record) DropInferred() {
	for i := range r.Events {
		e := &r.Events[i]
		read := func(ids []string) []string {
			kept := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(e.Inferred, id) })
			if len(kept) == 0 {
				return nil
			}
			return kept
		}
		if len(e.Inferred) > 0 {
			e.Actors, e.Recipients, e.Inferred = read(e.Actors), read(e.Recipients), nil
		}
	}
}
