// Package exithook holds functions that run when the program exits. The release's version uses defer and recover, which runtime
// packages do not have here; a hook that panics crashes the program as any panic does.
package exithook

import _ "unsafe" // for linkname

// A Hook is a function to be run at program termination.
type Hook struct {
	F            func() // to be run
	RunOnFailure bool   // also when the exit code is not zero
}

var (
	hooks   []Hook
	running bool

	// Set by the runtime.
	Gosched func()
	Goid    func() uint64
	Throw   func(string)
)

// Add registers a hook. Hooks run in reverse order.
func Add(h Hook) { hooks = append(hooks, h) }

// Run runs the hooks.
//
//go:noinline
//gossamer:suspends
func Run(code int) {
	if running {
		Throw("exit hook invoked exit")
	}
	running = true
	for len(hooks) > 0 {
		h := hooks[len(hooks)-1]
		hooks = hooks[:len(hooks)-1]
		if code != 0 && !h.RunOnFailure {
			continue
		}
		h.F()
	}
	running = false
}
