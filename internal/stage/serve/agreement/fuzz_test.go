package agreement

import (
	"fmt"
	"math"
	"testing"
)

// FuzzCoefficients: alpha and kappa are at most 1, and 1 only where nobody differs;
// other names for values or reviewers change nothing.
func FuzzCoefficients(f *testing.F) {
	f.Add([]byte("aabbdcccedda"), []byte("babbbccceddd"))
	f.Add([]byte("ab"), []byte("ba"))
	f.Add([]byte("aaaa"), []byte("aaab"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		n := min(len(a), len(b), 200)
		var units, other []unit
		var pairs [][2]value
		same := 0
		for i := range n {
			x, y := value(fmt.Sprint(a[i]%7)), value(fmt.Sprint(b[i]%7))
			units = append(units, unit{"ada": x, "bob": y})
			other = append(other, unit{"carl": "value " + y, "dora": "value " + x})
			pairs = append(pairs, [2]value{x, y})
			if x == y {
				same++
			}
		}
		alpha, ok := alphaOf(units)
		renamed, okToo := alphaOf(other)
		kappa, okKappa := kappaOf(pairs)
		if ok != okToo || math.Abs(alpha-renamed) > 1e-9 {
			t.Errorf("%v is %v under other names", alpha, renamed)
		}
		if ok && (alpha > 1+1e-9 || (same == n) != (math.Abs(alpha-1) < 1e-9)) || okKappa && (kappa > 1+1e-9 || kappa < -1-1e-9 || (same == n) != (math.Abs(kappa-1) < 1e-9)) {
			t.Errorf("alpha %v, kappa %v, %d of %d the same", alpha, kappa, same, n)
		}
	})
}
