package store

// WithLater asks for scripts that follow those that are built in, as a later
// version of the program would have them.
func WithLater(o Options, scripts ...string) Options {
	o.later = scripts
	return o
}

// Migrations is how many scripts are built in.
func Migrations() int {
	known, err := readMigrations(migrations)
	if err != nil {
		panic(err)
	}
	return len(known)
}
