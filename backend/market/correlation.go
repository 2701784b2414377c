package market

import "math"

// Nearest is the correlation matrix nearest to m (in the Frobenius norm) that
// is positive semi-definite, and the largest change of any entry. A matrix that
// is one already comes back unchanged with 0.
// Source: Higham, "Computing the nearest correlation matrix", IMA J. Numerical
// Analysis 22 (2002): alternating projections with Dykstra's correction.
func Nearest(m [][]float64) ([][]float64, float64) {
	values, _ := eigen(m)
	if smallest(values) >= -psdTolerance {
		return clone(m), 0
	}
	y, s := clone(m), zeros(len(m))
	for range 200 {
		r := combine(y, s, -1)
		x := projectPSD(r)
		s = combine(x, r, -1)
		next := clone(x)
		for i := range next {
			next[i][i] = 1
		}
		if distance(next, y) < 1e-12 {
			y = next
			break
		}
		y = next
	}
	return y, distance(m, y)
}

// psdTolerance is how negative an eigenvalue may be by rounding alone.
const psdTolerance = 1e-9

// projectPSD is the nearest matrix without negative eigenvalues.
func projectPSD(m [][]float64) [][]float64 {
	values, vectors := eigen(m)
	p := zeros(len(m))
	for k, v := range values {
		if v <= 0 {
			continue
		}
		for i := range p {
			for j := range p {
				p[i][j] += float64(float64(v*vectors[i][k]) * vectors[j][k])
			}
		}
	}
	return p
}

// eigen is the eigenvalues and, in columns, eigenvectors of a symmetric matrix,
// by cyclic Jacobi rotations (Golub, Van Loan, Matrix Computations, 8.5).
func eigen(m [][]float64) (values []float64, vectors [][]float64) {
	n := len(m)
	a, v := clone(m), zeros(n)
	for i := range v {
		v[i][i] = 1
	}
	for range 60 {
		if offDiagonal(a) < 1e-30 {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, v, p, q)
			}
		}
	}
	values = make([]float64, n)
	for i := range values {
		values[i] = a[i][i]
	}
	return values, v
}

// rotate makes a[p][q] zero.
func rotate(a, v [][]float64, p, q int) {
	if a[p][q] == 0 {
		return
	}
	theta := (a[q][q] - a[p][p]) / float64(2*a[p][q])
	t := 1 / (math.Abs(theta) + math.Sqrt(1+float64(theta*theta)))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(1+float64(t*t))
	s := float64(t * c)
	for k := range a {
		kp, kq := a[k][p], a[k][q]
		a[k][p], a[k][q] = float64(c*kp)-float64(s*kq), float64(s*kp)+float64(c*kq)
	}
	for k := range a {
		pk, qk := a[p][k], a[q][k]
		a[p][k], a[q][k] = float64(c*pk)-float64(s*qk), float64(s*pk)+float64(c*qk)
	}
	for k := range v {
		kp, kq := v[k][p], v[k][q]
		v[k][p], v[k][q] = float64(c*kp)-float64(s*kq), float64(s*kp)+float64(c*kq)
	}
}

// cholesky is the lower triangular L with L Lᵀ = m for a positive
// semi-definite m; a direction without variance gets a column of zeros.
func cholesky(m [][]float64) [][]float64 {
	l := zeros(len(m))
	for j := range m {
		d := m[j][j]
		for k := range j {
			d -= float64(l[j][k] * l[j][k])
		}
		if d <= 1e-12 {
			continue
		}
		l[j][j] = math.Sqrt(d)
		for i := j + 1; i < len(m); i++ {
			s := m[i][j]
			for k := range j {
				s -= float64(l[i][k] * l[j][k])
			}
			l[i][j] = s / l[j][j]
		}
	}
	return l
}

func zeros(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

func identity(n int) [][]float64 {
	m := zeros(n)
	for i := range m {
		m[i][i] = 1
	}
	return m
}

func clone(m [][]float64) [][]float64 {
	c := make([][]float64, len(m))
	for i := range m {
		c[i] = append([]float64(nil), m[i]...)
	}
	return c
}

// combine is a + f b.
func combine(a, b [][]float64, f float64) [][]float64 {
	c := clone(a)
	for i := range c {
		for j := range c {
			c[i][j] += float64(f * b[i][j])
		}
	}
	return c
}

// distance is the largest difference of two entries.
func distance(a, b [][]float64) float64 {
	d := 0.0
	for i := range a {
		for j := range a[i] {
			d = max(d, math.Abs(a[i][j]-b[i][j]))
		}
	}
	return d
}

func offDiagonal(a [][]float64) float64 {
	s := 0.0
	for i := range a {
		for j := range i {
			s += float64(a[i][j] * a[i][j])
		}
	}
	return s
}

func smallest(values []float64) float64 {
	s := math.Inf(1)
	for _, v := range values {
		s = min(s, v)
	}
	return s
}
