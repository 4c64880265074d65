package postgres

import (
	"fmt"

	"chancery/internal/stage/store"
)

// monthly cuts tables by declared partitions. There is no default one: while it is
// there, the database does not walk through the others in order of day.
func monthly() *store.Monthly {
	return &store.Monthly{
		Split: func(table, key string, first, last int64) []string {
			return []string{
				"ALTER TABLE " + table + " RENAME TO " + table + "_whole",
				"CREATE TABLE " + table + " (LIKE " + table + "_whole INCLUDING DEFAULTS) PARTITION BY RANGE (day)",
				"ALTER TABLE " + table + " ADD PRIMARY KEY (" + key + ")",
				fmt.Sprintf("CREATE TABLE %s_before PARTITION OF %s FOR VALUES FROM (MINVALUE) TO (%d)", table, table, first),
				fmt.Sprintf("CREATE TABLE %s_after PARTITION OF %s FOR VALUES FROM (%d) TO (MAXVALUE)", table, table, last),
			}
		},
		Move: func(table string) []string {
			return []string{"INSERT INTO " + table + " SELECT * FROM " + table + "_whole", "DROP TABLE " + table + "_whole"}
		},
		// Attached, and not made as a part, it does not keep readers waiting.
		Part: func(table, name string, first, last int64) []string {
			return []string{
				"CREATE TABLE " + name + " (LIKE " + table + " INCLUDING ALL)",
				fmt.Sprintf("ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)", table, name, first, last),
			}
		},
		Parts: "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(?)",
	}
}
