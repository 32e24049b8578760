// Pipes, in memory: between goroutines of this program.

package syscall

import "sync"

const (
	firstPipeFD = 1 << 16
	pipeSize    = 64 << 10
)

type pipe struct {
	mu       sync.Mutex
	cond     sync.Cond
	data     []byte
	rfd, wfd int // -1 once closed
	stopped  [2]bool
}

var pipes struct {
	mu   sync.Mutex
	ends map[int]*pipe
	next int
}

// Pipe makes a pipe: fd[0] is its read end, fd[1] its write end.
func Pipe(fd []int) error {
	if len(fd) != 2 {
		return errEINVAL
	}
	pipes.mu.Lock()
	if pipes.ends == nil {
		pipes.ends = map[int]*pipe{}
		pipes.next = firstPipeFD
	}
	p := &pipe{rfd: pipes.next, wfd: pipes.next + 1}
	p.cond.L = &p.mu
	pipes.next += 2
	pipes.ends[p.rfd], pipes.ends[p.wfd] = p, p
	pipes.mu.Unlock()
	fd[0], fd[1] = p.rfd, p.wfd
	return nil
}

func pipeEnd(fd int) *pipe {
	if fd < firstPipeFD {
		return nil
	}
	pipes.mu.Lock()
	p := pipes.ends[fd]
	pipes.mu.Unlock()
	return p
}

func (p *pipe) close(fd int) error {
	pipes.mu.Lock()
	delete(pipes.ends, fd)
	pipes.mu.Unlock()
	p.mu.Lock()
	if fd == p.rfd {
		p.rfd = -1
	} else {
		p.wfd = -1
	}
	p.cond.Broadcast()
	p.mu.Unlock()
	return nil
}

// stop makes reads or writes that wait return EAGAIN: the file is being closed.
func (p *pipe) stop(fd int) {
	p.mu.Lock()
	p.stopped[fd&1] = true
	p.cond.Broadcast()
	p.mu.Unlock()
}

func (p *pipe) read(fd int, b []byte) (int, error) {
	if fd&1 != 0 {
		return -1, EBADF
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.data) == 0 {
		if p.wfd < 0 || len(b) == 0 {
			return 0, nil
		}
		if p.stopped[0] {
			return -1, errEAGAIN
		}
		p.cond.Wait()
	}
	n := copy(b, p.data)
	p.data = p.data[n:]
	p.cond.Broadcast()
	return n, nil
}

func (p *pipe) write(fd int, b []byte) (int, error) {
	if fd&1 == 0 {
		return -1, EBADF
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	done := 0
	for {
		if p.rfd < 0 {
			return -1, EPIPE
		}
		if n := min(pipeSize-len(p.data), len(b)-done); n > 0 {
			p.data = append(p.data, b[done:done+n]...)
			done += n
			p.cond.Broadcast()
		}
		if done == len(b) {
			return done, nil
		}
		if p.stopped[1] {
			if done > 0 {
				return done, nil
			}
			return -1, errEAGAIN
		}
		p.cond.Wait()
	}
}

// StopIO ends the reads and writes that wait on fd.
func StopIO(fd int) error {
	if p := pipeEnd(fd); p != nil {
		p.stop(fd)
		return nil
	}
	return ENOSYS
}
