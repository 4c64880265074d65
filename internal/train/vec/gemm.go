// Package vec is the arithmetic of training: matrix products over float32.
//
// What must stay true:
//   - Two runs on one build and one machine give the same bits; builds with
//     GOEXPERIMENT=simd sum in another order than plain ones.
//   - The plain build needs nothing but the standard library.
package vec

import "math"

// View is a matrix inside a slice: element (i, j) is Data[i*Row+j*Col].
type View struct {
	Data     []float32
	Row, Col int
}

// Rows is a row-major matrix of the given width.
func Rows(data []float32, width int) View { return View{data, width, 1} }

// Turned is the transpose of a row-major matrix of the given width.
func Turned(data []float32, width int) View { return View{data, 1, width} }

// Multiply adds a·b to c: c is m×n with row width ldc, a is m×k, b is k×n with
// row width ldb.
func Multiply(c []float32, ldc int, a View, b []float32, ldb, m, n, k int) {
	if m == 0 || n == 0 || k == 0 {
		return
	}
	done := multiplyWide(c, ldc, a, b, ldb, m, n, k)
	if done < n {
		multiplyPlain(c, ldc, a, b, ldb, m, done, n, k)
	}
}

// multiplyPlain does the columns from..n, four terms at a time.
func multiplyPlain(c []float32, ldc int, a View, b []float32, ldb, m, from, n, k int) {
	w := n - from
	for i := range m {
		out := c[i*ldc+from : i*ldc+n]
		p := 0
		for ; p+4 <= k; p += 4 {
			at := i*a.Row + p*a.Col
			a0, a1, a2, a3 := a.Data[at], a.Data[at+a.Col], a.Data[at+2*a.Col], a.Data[at+3*a.Col]
			if a0 == 0 && a1 == 0 && a2 == 0 && a3 == 0 {
				continue
			}
			b0, b1 := b[p*ldb+from:][:w], b[(p+1)*ldb+from:][:w]
			b2, b3 := b[(p+2)*ldb+from:][:w], b[(p+3)*ldb+from:][:w]
			for j := range out {
				out[j] += a0*b0[j] + a1*b1[j] + a2*b2[j] + a3*b3[j]
			}
		}
		for ; p < k; p++ {
			Axpy(out, a.Data[i*a.Row+p*a.Col], b[p*ldb+from:][:w])
		}
	}
}

// Transpose writes the transpose of the rows×cols matrix src to dst.
func Transpose(dst, src []float32, rows, cols int) {
	const block = 16
	for i0 := 0; i0 < rows; i0 += block {
		for j0 := 0; j0 < cols; j0 += block {
			for i := i0; i < min(i0+block, rows); i++ {
				for j := j0; j < min(j0+block, cols); j++ {
					dst[j*rows+i] = src[i*cols+j]
				}
			}
		}
	}
}

const epsilon = 1e-7

func adamPlain(w, g, m, v []float32, rate, beta1, beta2 float32) {
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	for i, x := range g {
		m[i] = beta1*m[i] + (1-beta1)*x
		v[i] = beta2*v[i] + (1-beta2)*x*x
		w[i] -= rate * m[i] / (float32(math.Sqrt(float64(v[i]))) + epsilon)
		g[i] = 0
	}
}
