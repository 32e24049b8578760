// Tour walks through Go: goroutines, channels and select, generics, maps, closures, defer and recover, JSON, templates, time,
// sorting and buffered text. It prints the same on every run.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"text/template"
	"time"
)

func main() {
	sections := []struct {
		title string
		run   func(w io.Writer) error
	}{
		{"goroutines", goroutines},
		{"select and context", selecting},
		{"generics", generics},
		{"maps and sorting", counting},
		{"iterators", iterators},
		{"errors, defer, recover", failures},
		{"interfaces", interfaces},
		{"json", jsonRoundTrip},
		{"text/template", templates},
		{"time", times},
		{"bufio", scanning},
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i, s := range sections {
		fmt.Fprintf(out, "== %d. %s\n", i+1, s.title)
		if err := s.run(out); err != nil {
			fmt.Fprintln(out, "error:", err)
		}
	}
}

// --- goroutines ---

func worker(id int, jobs <-chan int, results chan<- [2]int, wg *sync.WaitGroup) {
	defer wg.Done()
	for n := range jobs {
		results <- [2]int{n, collatz(n)}
	}
	_ = id
}

func collatz(n int) (steps int) {
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	return steps
}

func goroutines(w io.Writer) error {
	jobs := make(chan int)
	results := make(chan [2]int, 4)
	var wg sync.WaitGroup
	for id := range 4 {
		wg.Add(1)
		go worker(id, jobs, results, &wg)
	}
	go func() {
		for n := 1; n <= 30; n++ {
			jobs <- n
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()
	best := [2]int{}
	total := 0
	for r := range results {
		total += r[1]
		if r[1] > best[1] || r[1] == best[1] && r[0] < best[0] {
			best = r
		}
	}
	fmt.Fprintf(w, "longest Collatz chain below 31: %d takes %d steps, %d in all\n", best[0], best[1], total)

	var counter atomic.Int64
	var mu sync.Mutex
	seen := map[int]bool{}
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			counter.Add(int64(i))
			mu.Lock()
			defer mu.Unlock()
			seen[i%7] = true
		})
	}
	group.Wait()
	fmt.Fprintln(w, "sum:", counter.Load(), "residues:", len(seen))
	return nil
}

func selecting(w io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ticks := 0
	never := make(chan struct{})
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if ticks++; ticks == 3 {
				cancel()
			}
		case <-never:
			return errors.New("impossible")
		case <-ctx.Done():
			fmt.Fprintln(w, "three ticks:", ticks >= 3, "-", ctx.Err())
			return nil
		}
	}
}

// --- generics ---

type number interface {
	~int | ~int64 | ~float64
}

func mapSlice[T, U any](in []T, f func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

func sum[T number](xs ...T) (total T) {
	for _, x := range xs {
		total += x
	}
	return total
}

type stack[T any] struct{ items []T }

func (s *stack[T]) push(v T) { s.items = append(s.items, v) }

func (s *stack[T]) pop() (v T, ok bool) {
	if len(s.items) == 0 {
		return v, false
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

type celsius float64

type tree[K cmp.Ordered, V any] struct {
	root *node[K, V]
	size int
}

type node[K cmp.Ordered, V any] struct {
	key         K
	value       V
	left, right *node[K, V]
}

func (t *tree[K, V]) put(k K, v V) {
	p := &t.root
	for *p != nil {
		switch c := cmp.Compare(k, (*p).key); {
		case c < 0:
			p = &(*p).left
		case c > 0:
			p = &(*p).right
		default:
			(*p).value = v
			return
		}
	}
	*p = &node[K, V]{key: k, value: v}
	t.size++
}

func (t *tree[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		var walk func(*node[K, V]) bool
		walk = func(n *node[K, V]) bool {
			return n == nil || walk(n.left) && yield(n.key, n.value) && walk(n.right)
		}
		walk(t.root)
	}
}

func generics(w io.Writer) error {
	squares := mapSlice([]int{1, 2, 3, 4}, func(n int) float64 { return float64(n*n) / 2 })
	fmt.Fprintln(w, squares, sum(squares...), sum(celsius(20.5), 1.25), sum[int]())
	var s stack[string]
	for _, word := range strings.Fields("last in first out") {
		s.push(word)
	}
	for v, ok := s.pop(); ok; v, ok = s.pop() {
		fmt.Fprint(w, v, " ")
	}
	fmt.Fprintf(w, "| %T\n", s)
	return nil
}

// --- maps, sorting, iterators ---

const text = `the quick brown fox jumps over the lazy dog
the dog sleeps and the fox runs away over the hill`

func counting(w io.Writer) error {
	counts := map[string]int{}
	for _, word := range strings.Fields(text) {
		counts[word]++
	}
	type pair struct {
		word string
		n    int
	}
	var pairs []pair
	for word, n := range counts {
		pairs = append(pairs, pair{word, n})
	}
	sort.Slice(pairs, func(i, j int) bool {
		if pairs[i].n != pairs[j].n {
			return pairs[i].n > pairs[j].n
		}
		return pairs[i].word < pairs[j].word
	})
	for _, p := range pairs[:4] {
		fmt.Fprintf(w, "%-6s %d\n", p.word, p.n)
	}
	delete(counts, "the")
	keys := slices.Sorted(maps.Keys(counts))
	fmt.Fprintln(w, len(keys), keys[0], keys[len(keys)-1], counts["missing"])
	fmt.Fprintln(w, map[string][]int{"b": {2, 3}, "a": {1}})
	return nil
}

func fibonacci() iter.Seq[int] {
	return func(yield func(int) bool) {
		a, b := 0, 1
		for yield(a) {
			a, b = b, a+b
		}
	}
}

func iterators(w io.Writer) error {
	for n := range fibonacci() {
		if n > 100 {
			break
		}
		fmt.Fprint(w, n, " ")
	}
	fmt.Fprintln(w)
	var t tree[string, int]
	for i, word := range strings.Fields(text) {
		t.put(word, i)
	}
	for k, v := range t.all() {
		fmt.Fprintf(w, "%s=%d ", k, v)
		if k == "fox" {
			break
		}
	}
	fmt.Fprintln(w, "of", t.size)
	next, stop := iter.Pull(fibonacci())
	defer stop()
	for range 3 {
		v, ok := next()
		fmt.Fprint(w, v, ok, " ")
	}
	fmt.Fprintln(w)
	return nil
}

// --- errors ---

type parseError struct {
	line int
	err  error
}

func (e *parseError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }
func (e *parseError) Unwrap() error { return e.err }

var errEmpty = errors.New("empty input")

func parse(s string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	if s == "" {
		return &parseError{7, errEmpty}
	}
	var table []int
	return fmt.Errorf("got %d", table[len(s)])
}

func failures(w io.Writer) error {
	err := parse("")
	var pe *parseError
	fmt.Fprintln(w, err, errors.Is(err, errEmpty), errors.As(err, &pe) && pe.line == 7)
	fmt.Fprintln(w, parse("four"))
	for i := range 3 {
		defer fmt.Fprintln(w, "deferred", i)
	}
	return errors.Join(errEmpty, io.ErrUnexpectedEOF)
}

// --- interfaces ---

type shape interface {
	area() float64
	fmt.Stringer
}

type rect struct{ w, h float64 }
type circle struct{ r float64 }
type named struct {
	shape
	name string
}

func (r rect) area() float64    { return r.w * r.h }
func (r rect) String() string   { return fmt.Sprintf("rect %gx%g", r.w, r.h) }
func (c circle) area() float64  { return 3 * c.r * c.r }
func (c circle) String() string { return fmt.Sprintf("circle %g", c.r) }

func interfaces(w io.Writer) error {
	shapes := []shape{rect{2, 3.5}, circle{1.5}, named{rect{1, 1}, "unit"}}
	slices.SortFunc(shapes, func(a, b shape) int { return cmp.Compare(a.area(), b.area()) })
	for _, s := range shapes {
		switch v := s.(type) {
		case named:
			fmt.Fprintf(w, "%s: %v, %.2f\n", v.name, v, v.area())
		case interface{ area() float64 }:
			fmt.Fprintf(w, "%v, %.2f, %+v\n", v, v.area(), v)
		}
	}
	return nil
}

// --- json, templates, time, text ---

type person struct {
	Name   string         `json:"name"`
	Born   time.Time      `json:"born"`
	Langs  []string       `json:"langs,omitempty"`
	Extra  map[string]any `json:"extra"`
	Friend *person        `json:"friend,omitempty"`
	hidden int
}

func jsonRoundTrip(w io.Writer) error {
	in := `{"name":"Ada","born":"1815-12-10T00:00:00Z","langs":["en","fr"],"extra":{"pi":3.14,"ok":true,"list":[1,null]},"friend":{"name":"Charles","born":"1791-12-26T12:30:00+01:00","extra":null}}`
	var p person
	if err := json.Unmarshal([]byte(in), &p); err != nil {
		return err
	}
	fmt.Fprintln(w, p.Name, p.Born.Year(), p.Langs, p.Extra["list"], p.Friend.Name, p.Friend.Born.UTC().Format(time.Kitchen))
	p.Friend.Langs = append(p.Langs, "<go>")
	b, err := json.MarshalIndent(p.Friend, "", "  ")
	fmt.Fprintf(w, "%s\n", b)
	var syntax *json.SyntaxError
	fmt.Fprintln(w, errors.As(json.Unmarshal([]byte(`{"name": tru}`), &p), &syntax), syntax)
	return err
}

var letter = template.Must(template.New("letter").Funcs(template.FuncMap{"upper": strings.ToUpper}).Parse(
	`Dear {{.Name | upper}},{{range $i, $l := .Langs}}
 {{$i}}. {{printf "%q" $l}}{{else}} nothing{{end}}
{{with .Friend}}Greet {{.Name}}.{{end}}{{if gt (len .Langs) 1}} Many.{{end}}
`))

func templates(w io.Writer) error {
	return letter.Execute(w, person{Name: "Grace", Langs: []string{"cobol", "flow-matic"}, Friend: &person{Name: "Howard"}})
}

func times(w io.Writer) error {
	t := time.Date(2026, time.February, 27, 22, 15, 0, 0, time.UTC)
	for i := range 3 {
		fmt.Fprintln(w, t.AddDate(0, 0, i).Format("Mon Jan _2 15:04:05 2006"), t.Add(time.Duration(i)*50*time.Minute).Truncate(time.Hour).Format(time.RFC3339))
	}
	d, err := time.ParseDuration("1h15m30.918s")
	fmt.Fprintln(w, d, d.Round(time.Minute), d.Seconds())
	return err
}

func scanning(w io.Writer) error {
	sc := bufio.NewScanner(strings.NewReader("3 apples\n12 pears\nx plums\n7 figs"))
	total := 0
	for line := 1; sc.Scan(); line++ {
		var n int
		var what string
		if _, err := fmt.Sscanf(sc.Text(), "%d %s", &n, &what); err != nil {
			fmt.Fprintf(w, "line %d: %v\n", line, err)
			continue
		}
		total += n
		fmt.Fprintf(w, "%8s|%-4d|%#04x|%t\n", what, n, n, n > 5)
	}
	fmt.Fprintln(w, "total", total)
	return sc.Err()
}
