// Compute kernels: recursion, integer and float loops.
package main

import (
	"fmt"
	"math"

	"gossamer.bench/harness"
)

func main() {
	harness.Main(map[string]func() string{
		"fib": func() string { return fmt.Sprint(fib(38)) }, "intloop": intLoop, "xorshift": xorshift, "nbody": nbody, "spectral": spectral,
		"fannkuch": fannkuch, "mandelbrot": mandelbrot, "queens": queens, "sieve": sieve, "matmul": matmul, "sum": sum,
	})
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func intLoop() string {
	var a, b int32 = 1, 7
	for i := int32(0); i < 200_000_000; i++ {
		a += b ^ i
		b = b<<1 ^ a>>3
	}
	return fmt.Sprint(a, b)
}

func xorshift() string {
	x := uint64(88172645463325252)
	var s uint64
	for range 80_000_000 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		s += x
	}
	return fmt.Sprint(s)
}

// sum is the tightest loop with a poll: adding up int64s.
func sum() string {
	a := make([]int64, 1<<16)
	for i := range a {
		a[i] = int64(i * i)
	}
	var s int64
	for range 8000 {
		for _, v := range a {
			s += v
		}
	}
	return fmt.Sprint(s)
}

type body struct{ x, y, z, vx, vy, vz, mass float64 }

const solarMass = 4 * math.Pi * math.Pi
const daysPerYear = 365.24

func nbody() string {
	bodies := []body{
		{mass: solarMass},
		{4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01, 1.66007664274403694e-03 * daysPerYear, 7.69901118419740425e-03 * daysPerYear, -6.90460016972063023e-05 * daysPerYear, 9.54791938424326609e-04 * solarMass},
		{8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01, -2.76742510726411021e-03 * daysPerYear, 4.99852801234917238e-03 * daysPerYear, 2.30417297573763929e-05 * daysPerYear, 2.85885980666130812e-04 * solarMass},
		{1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01, 2.96460137564761618e-03 * daysPerYear, 2.37847173959480950e-03 * daysPerYear, -2.96589568540237556e-05 * daysPerYear, 4.36624404335156298e-05 * solarMass},
		{1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01, 2.68067772490389322e-03 * daysPerYear, 1.62824170038242295e-03 * daysPerYear, -9.51592254519715870e-05 * daysPerYear, 5.15138902046611451e-05 * solarMass},
	}
	for range 2_500_000 {
		for i := range bodies {
			a := &bodies[i]
			for j := i + 1; j < len(bodies); j++ {
				b := &bodies[j]
				dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
				d2 := dx*dx + dy*dy + dz*dz
				mag := 0.01 / (d2 * math.Sqrt(d2))
				a.vx -= dx * b.mass * mag
				a.vy -= dy * b.mass * mag
				a.vz -= dz * b.mass * mag
				b.vx += dx * a.mass * mag
				b.vy += dy * a.mass * mag
				b.vz += dz * a.mass * mag
			}
		}
		for i := range bodies {
			b := &bodies[i]
			b.x += 0.01 * b.vx
			b.y += 0.01 * b.vy
			b.z += 0.01 * b.vz
		}
	}
	return fmt.Sprintf("%.6f %.6f", bodies[0].x, bodies[4].vz)
}

func evalA(i, j int) float64 { return 1 / float64((i+j)*(i+j+1)/2+i+1) }

func times(v, u []float64, transpose bool) {
	for i := range v {
		var a float64
		for j := range u {
			if transpose {
				a += evalA(j, i) * u[j]
			} else {
				a += evalA(i, j) * u[j]
			}
		}
		v[i] = a
	}
}

func spectral() string {
	const n = 1000
	u, v, t := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range u {
		u[i] = 1
	}
	for range 40 {
		times(t, u, false)
		times(v, t, true)
		times(t, v, false)
		times(u, t, true)
	}
	var vBv, vv float64
	for i := range n {
		vBv += u[i] * v[i]
		vv += v[i] * v[i]
	}
	return fmt.Sprintf("%.9f", math.Sqrt(vBv/vv))
}

func fannkuch() string {
	const n = 10
	var perm, perm1, count [n]int
	for i := range perm1 {
		perm1[i] = i
	}
	maxFlips, checksum, r, nperm := 0, 0, n, 0
	for {
		for ; r != 1; r-- {
			count[r-1] = r
		}
		perm = perm1
		flips := 0
		for k := perm[0]; k != 0; k = perm[0] {
			for i, j := 0, k; i < j; i, j = i+1, j-1 {
				perm[i], perm[j] = perm[j], perm[i]
			}
			flips++
		}
		maxFlips = max(maxFlips, flips)
		if nperm&1 == 0 {
			checksum += flips
		} else {
			checksum -= flips
		}
		for {
			if r == n {
				return fmt.Sprint(checksum, maxFlips)
			}
			first := perm1[0]
			copy(perm1[:r], perm1[1:r+1])
			perm1[r] = first
			count[r]--
			if count[r] > 0 {
				break
			}
			r++
		}
		nperm++
	}
}

func mandelbrot() string {
	const n = 1400
	in := 0
	for py := range n {
		for px := range n {
			cr, ci := 3*float64(px)/n-2, 2*float64(py)/n-1
			var zr, zi float64
			k := 0
			for ; k < 100 && zr*zr+zi*zi <= 4; k++ {
				zr, zi = zr*zr-zi*zi+cr, 2*zr*zi+ci
			}
			if k == 100 {
				in++
			}
		}
	}
	return fmt.Sprint(in)
}

type board struct {
	cols, d1, d2 []bool
	n            int
}

func (b *board) place(row int) int {
	if row == b.n {
		return 1
	}
	total := 0
	for c := range b.n {
		if b.cols[c] || b.d1[row+c] || b.d2[row-c+b.n] {
			continue
		}
		b.cols[c], b.d1[row+c], b.d2[row-c+b.n] = true, true, true
		total += b.place(row + 1)
		b.cols[c], b.d1[row+c], b.d2[row-c+b.n] = false, false, false
	}
	return total
}

func queens() string {
	const n = 13
	b := board{make([]bool, n), make([]bool, 2*n), make([]bool, 2*n+1), n}
	return fmt.Sprint(b.place(0))
}

func sieve() string {
	const n = 30_000_000
	composite := make([]bool, n+1)
	count := 0
	for i := 2; i <= n; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := i * i; j <= n; j += i {
			composite[j] = true
		}
	}
	return fmt.Sprint(count)
}

func matmul() string {
	const n = 400
	a, b, c := make([][]float64, n), make([][]float64, n), make([][]float64, n)
	for i := range n {
		a[i], b[i], c[i] = make([]float64, n), make([]float64, n), make([]float64, n)
		for j := range n {
			a[i][j], b[i][j] = float64(i+j), float64(i-j)
		}
	}
	for range 2 {
		for i := range n {
			for j := range n {
				var s float64
				for k := range n {
					s += a[i][k] * b[k][j]
				}
				c[i][j] = s
			}
		}
	}
	return fmt.Sprint(c[17][23], c[399][399])
}
