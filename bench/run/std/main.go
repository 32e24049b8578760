// Standard library kernels.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"gossamer.bench/harness"
)

func main() {
	harness.Main(map[string]func() string{"sha256": sha, "builder": builder, "json": jsonTrip, "regexp": regex, "gzip": zip, "fprintf": printing, "bigpi": bigPi})
}

func text(n int) []byte {
	words := []string{"alpha", "beta", "gamma@example.com", "delta", "x12", "epsilon-7", "foo@bar.org", "zeta"}
	var b bytes.Buffer
	x := uint32(11)
	for b.Len() < n {
		x = x*1664525 + 1013904223
		b.WriteString(words[x>>29])
		b.WriteByte(' ')
	}
	return b.Bytes()[:n]
}

func sha() string {
	h := sha256.New()
	chunk := text(1 << 20)
	for range 192 {
		h.Write(chunk)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func builder() string {
	total := 0
	for i := range 600 {
		var b strings.Builder
		for j := range 10_000 {
			b.WriteString(strconv.Itoa(i*j + 12345))
			b.WriteByte(',')
		}
		total += b.Len()
		for _, f := range strings.Split(b.String()[:4000], ",")[:500] {
			v, _ := strconv.Atoi(f)
			total += v & 7
		}
	}
	return fmt.Sprint(total)
}

type item struct {
	ID    int               `json:"id"`
	Name  string            `json:"name"`
	Tags  []string          `json:"tags"`
	Attrs map[string]string `json:"attrs"`
	Score float64           `json:"score"`
	Sub   *item             `json:"sub,omitempty"`
}

func jsonTrip() string {
	var items []item
	for i := range 1500 {
		items = append(items, item{i, "item " + strconv.Itoa(i), []string{"a", "b\n", "c"}, map[string]string{"k": "v", "n": strconv.Itoa(i)}, float64(i) / 7, &item{ID: -i}})
	}
	n := 0
	for range 30 {
		b, err := json.Marshal(items)
		if err != nil {
			return err.Error()
		}
		var back []item
		if err := json.Unmarshal(b, &back); err != nil {
			return err.Error()
		}
		n += len(b) + back[len(back)-1].Sub.ID
	}
	return fmt.Sprint(n)
}

func regex() string {
	re := regexp.MustCompile(`([a-z]+)@([a-z]+)\.(com|org)`)
	b := text(2 << 20)
	n := len(re.FindAllIndex(b, -1))
	m := len(regexp.MustCompile(`\b[a-z]+-\d\b`).FindAllIndex(b, -1))
	return fmt.Sprint(n, m)
}

func zip() string {
	b := text(8 << 20)
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	r, err := gzip.NewReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		return err.Error()
	}
	back, err := io.ReadAll(r)
	return fmt.Sprint(len(back), out.Len(), bytes.Equal(b, back), err)
}

func printing() string {
	n := 0
	for i := range 700_000 {
		k, _ := fmt.Fprintf(io.Discard, "%d: %s %5.2f %v %x\n", i, "name", float64(i)/3, i%2 == 0, i)
		n += k
	}
	return fmt.Sprint(n)
}

func bigPi() string {
	// Machin's formula with 20,000 digits.
	digits := 20000
	unity := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits+10)), nil)
	arctan := func(x int64) *big.Int {
		sum := new(big.Int).Div(unity, big.NewInt(x))
		term := new(big.Int).Set(sum)
		x2 := big.NewInt(x * x)
		for k, sign := int64(3), int64(-1); term.Sign() != 0; k, sign = k+2, -sign {
			term.Div(term, x2)
			t := new(big.Int).Div(term, big.NewInt(k))
			sum.Add(sum, t.Mul(t, big.NewInt(sign)))
		}
		return sum
	}
	pi := arctan(5)
	pi.Mul(pi, big.NewInt(4)).Sub(pi, arctan(239)).Mul(pi, big.NewInt(4))
	s := pi.String()
	return s[:10] + "…" + s[digits-10:digits]
}
