// uses: math, math/big, math/bits, math/cmplx, math/rand, math/rand/v2
package main

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/cmplx"
	"math/rand"
	randv2 "math/rand/v2"
)

func main() {
	fs := []func(float64) float64{math.Sqrt, math.Cbrt, math.Floor, math.Ceil, math.Trunc, math.Round, math.RoundToEven, math.Abs, math.Erf, math.Gamma, math.Log1p, math.Tanh, math.J0, math.Asinh}
	for _, f := range fs {
		for _, x := range []float64{0.5, -2.5, 1e10, math.Inf(1)} {
			fmt.Printf("%.10g ", f(x))
		}
	}
	fmt.Println()
	for _, x := range []float64{0, 1, 10, 700, -3.25} {
		fmt.Printf("%.12g %.12g %.12g %.12g ", math.Sin(x), math.Exp(x), math.Atan(x), math.Log2(math.Abs(x)))
	}
	fmt.Println()
	fr, e := math.Frexp(1234.5)
	ip, f := math.Modf(-3.75)
	fmt.Println(fr, e, ip, f, math.Ldexp(0.5, 10), math.Mod(7, -3), math.Remainder(7, 4), math.Hypot(3, 4), math.Nextafter(1, 2), math.FMA(2, 3, 4), math.Copysign(3, -0.0), math.Float64bits(-0.1), math.Float32frombits(0x7f800000), math.IsNaN(math.NaN()), math.MaxInt64, uint64(math.MaxUint64), math.Pow(2, 0.5), math.Signbit(math.Copysign(0, -1)))
	fmt.Println(bits.LeadingZeros64(1<<40), bits.TrailingZeros32(96), bits.OnesCount(0xff0f), bits.Reverse16(0x1234), bits.ReverseBytes64(0x0102030405060708), bits.RotateLeft32(0x80000001, 4), bits.Len8(31))
	hi, lo := bits.Mul64(math.MaxUint64, 12345678901)
	q, r := bits.Div64(5, 7, 100)
	sum, carry := bits.Add64(math.MaxUint64, 1, 1)
	d, borrow := bits.Sub32(1, 2, 1)
	fmt.Println(hi, lo, q, r, sum, carry, d, borrow)
	z := complex(1.5, -2)
	fmt.Printf("%.10g %.10g %.10g %.10g %.10g %v\n", cmplx.Sqrt(z), cmplx.Exp(z), cmplx.Pow(z, z), cmplx.Log(z), cmplx.Tan(z), cmplx.Abs(3+4i))
	zero := 0i
	fmt.Println(z/zero, cmplx.Inf(), z*z, real(z)/imag(z), cmplx.Phase(-1))

	a, _ := new(big.Int).SetString("123456789012345678901234567890123456789", 10)
	b := new(big.Int).Exp(big.NewInt(7), big.NewInt(333), nil)
	fmt.Println(new(big.Int).Mul(a, b), new(big.Int).Mod(b, a), new(big.Int).GCD(nil, nil, a, big.NewInt(9*5*7)), new(big.Int).ModInverse(big.NewInt(3), big.NewInt(11)))
	fmt.Println(new(big.Int).Sqrt(b), a.Text(36), new(big.Int).Rsh(b, 900), new(big.Int).Not(a), a.Cmp(b), big.Jacobi(big.NewInt(2), big.NewInt(7)), b.BitLen(), big.NewInt(1000003).ProbablyPrime(10))
	fact := new(big.Int).MulRange(1, 500)
	s := fact.String()
	fmt.Println(len(s), s[:30], fmt.Sprintf("%x", new(big.Int).Div(fact, b))[:20])
	rt := big.NewRat(355, 113)
	rt.Sub(rt, new(big.Rat).SetFloat64(3.125))
	fmt.Println(rt, rt.FloatString(30))
	fl := new(big.Float).SetPrec(200).SetInt64(2)
	fl.Sqrt(fl)
	fmt.Println(fl.Text('f', 50), fl.MinPrec(), new(big.Float).Quo(big.NewFloat(1), big.NewFloat(3)))
	fl2, _, err := big.ParseFloat("1e1000", 10, 100, big.ToZero)
	fmt.Println(fl2, err, fl2.IsInt())

	rng := rand.New(rand.NewSource(42))
	fmt.Println(rng.Intn(1000), rng.Float64(), rng.Perm(8), rng.NormFloat64(), rng.Int63(), rng.ExpFloat64())
	p := randv2.New(randv2.NewPCG(1, 2))
	fmt.Println(p.IntN(1000), p.Float32(), p.Perm(5), p.Uint64(), p.Int64N(1e15), p.NormFloat64())
	var seed [32]byte
	copy(seed[:], "chacha8 seed for a test of it ok")
	c := randv2.New(randv2.NewChaCha8(seed))
	t := uint64(0)
	for range 1000 {
		t ^= c.Uint64()
	}
	fmt.Println(t, randv2.N(10) < 10, rand.Intn(5) < 5, randv2.NewZipf(p, 1.5, 2, 100).Uint64())
	func() {
		defer func() { fmt.Println(recover()) }()
		new(big.Int).Div(a, new(big.Int))
	}()
}
