package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/brief"
	"chancery/internal/registry"
	"chancery/record"
)

func (a *app) registryShow(f *registryFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "show KEY",
		Short:   "Show everything of an entry",
		Example: "  chancery registry show state/geo\n  chancery registry show --to json org/sco",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("show takes one key, such as state/geo, but got %d arguments; registry find gives keys", len(args))
			}
			r, err := f.load()
			if err != nil {
				return err
			}
			e := r.ByKey(args[0])
			if e == nil {
				return fmt.Errorf("cannot show %q: there is no such key%s", args[0], keysOf(r, args[0]))
			}
			fields := entryFields(e)
			return a.write(f.to, asObject(fields), func(w io.Writer) error { return writeFields(w, fields) })
		},
	}
	f.look(cmd)
	return cmd
}

// keysOf helps one who gave show a name instead of a key.
func keysOf(r *registry.Registry, name string) string {
	found := lookUp(r, name)
	var keys []string
	for _, reading := range found.Readings {
		if len(keys) < 5 && !slices.Contains(keys, reading.Key) {
			keys = append(keys, reading.Key)
		}
	}
	if len(keys) == 0 {
		return "; chancery registry find NAME gives keys"
	}
	return "; you may mean " + strings.Join(keys, ", ")
}

// field is one fact of an entry. Its value is a string, a number, or a list.
type field struct {
	name  string
	value any
}

// entryFields lists what is known of an entry, in the order of reading.
func entryFields(e *registry.Entry) []field {
	fields := []field{
		{"key", e.Key}, {"kind", string(e.Kind)}, {"class", e.Class}, {"name", e.Name}, {"official", e.Official},
		{"code", e.Code}, {"sectors", e.Sectors}, {"iso2", e.ISO2}, {"fips", e.FIPS}, {"cameo", cameo(e)}, {"cow", e.COW}, {"gw", e.GW},
		{"standing", e.Standing}, {"from", e.From.String()}, {"to", e.To.String()}, {"level", e.Level}, {"region", e.Region}, {"organ of", e.Of},
		{"population", e.Population}, {"capitals", e.Capitals}, {"members", e.Members}, {"past members", pastMembers(e)},
		{"since", since(e)}, {"affiliations", texts(e.Affiliations)}, {"gender", strings.TrimRight(string(rune(e.Gender)), "\x00")},
	}
	if e.Series {
		fields = append(fields, field{"series", "yes"})
	}
	if e.HasCoord {
		fields = append(fields, field{"coordinates", fmt.Sprintf("%g, %g", e.Lat, e.Lon)})
	}
	fields = append(fields, surfaceFields(e)...)
	fields = append(fields, field{"note", e.Note}, field{"file", e.File})
	return slices.DeleteFunc(fields, func(f field) bool {
		list, ok := f.value.([]string)
		return f.value == "" || f.value == 0 || f.value == int64(0) || ok && len(list) == 0
	})
}

// cameo is CAMEO's code of a state; PLOVER's is the code.
func cameo(e *registry.Entry) string {
	if e.CAMEO == "" && e.Kind == record.State {
		return e.Code
	}
	return e.CAMEO
}

// pastMembers are those whose membership has ended, with its years.
func pastMembers(e *registry.Entry) (out []string) {
	for _, m := range e.Membership {
		if m.To != 0 {
			out = append(out, m.String())
		}
	}
	return out
}

// since are the members of today that joined at a date.
func since(e *registry.Entry) (out []string) {
	for _, m := range e.Membership {
		if m.To == 0 && m.From != 0 {
			out = append(out, m.Code+" "+m.From.String())
		}
	}
	return out
}

func texts[T fmt.Stringer](items []T) (out []string) {
	for _, item := range items {
		out = append(out, item.String())
	}
	return out
}

// surfaceFields lists the names by role.
func surfaceFields(e *registry.Entry) (fields []field) {
	for role := registry.Full; role <= registry.Seat; role++ {
		var names []string
		for _, s := range e.Surfaces {
			switch {
			case s.Role != role:
			case !s.Open():
				names = append(names, s.Text+" ("+s.Period.Text()+")")
			case s.Sector != "" && s.Sector != "GOV":
				names = append(names, s.Text+":"+s.Sector)
			default:
				names = append(names, s.Text)
			}
		}
		fields = append(fields, field{"names." + role.String(), names})
	}
	return fields
}

// asObject gives fields as a JSON object, coordinates as two numbers.
func asObject(fields []field) map[string]any {
	out, names := map[string]any{}, map[string]any{}
	for _, f := range fields {
		if role, ok := strings.CutPrefix(f.name, "names."); ok {
			names[role] = f.value
			continue
		}
		out[f.name] = f.value
		if f.name == "coordinates" {
			lat, lon, _ := strings.Cut(f.value.(string), ", ")
			out[f.name] = []json.Number{json.Number(lat), json.Number(lon)}
		}
	}
	out["names"] = names
	return out
}

func writeFields(w io.Writer, fields []field) error {
	for _, f := range fields {
		name, text := strings.TrimPrefix(f.name, "names."), fmt.Sprint(f.value)
		if list, ok := f.value.([]string); ok {
			sep := ", "
			if name == "members" || name == "sectors" {
				sep = " "
			}
			text = strings.Join(list, sep)
		}
		if _, err := fmt.Fprintf(w, "%-13s %s\n", name, brief.Clean(text)); err != nil {
			return err
		}
	}
	return nil
}
