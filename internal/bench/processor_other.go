//go:build !unix

package bench

import "time"

// processor time is not told by this system.
func processor() time.Duration { return 0 }
