// uses: os, os/exec, os/signal, os/user, path, path/filepath, io/fs, io/ioutil, bufio, syscall
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"io/ioutil"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path"
	"path/filepath"
	"strings"
	"syscall"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	dir, err := os.MkdirTemp("", "gossamer-test-")
	check(err)
	defer os.RemoveAll(dir)
	short := func(v any) string { return strings.ReplaceAll(fmt.Sprint(v), dir, "DIR") }
	f := filepath.Join(dir, "a.txt")
	check(os.WriteFile(f, []byte("one\ntwo\nthree\n"), 0o640))
	st, err := os.Stat(f)
	fmt.Println(st.Name(), st.Size(), st.Mode(), st.IsDir(), err)
	_, err = os.Open(filepath.Join(dir, "none"))
	var pe *fs.PathError
	fmt.Println(short(err), os.IsNotExist(err), errors.As(err, &pe), pe.Err == syscall.ENOENT)
	fh, err := os.OpenFile(f, os.O_RDWR|os.O_APPEND, 0)
	check(err)
	fh.WriteString("four")
	fh.Seek(4, io.SeekStart)
	sc := bufio.NewScanner(fh)
	for sc.Scan() {
		fmt.Print(sc.Text(), ",")
	}
	b := make([]byte, 3)
	n, err := fh.ReadAt(b, 4)
	fmt.Println(n, err, string(b), fh.Truncate(5), fh.Sync(), fh.Close(), fh.Close() != nil)
	data, err := os.ReadFile(f)
	fmt.Printf("%q %v\n", data, err)
	check(os.MkdirAll(filepath.Join(dir, "x/y/z"), 0o755))
	check(os.Rename(f, filepath.Join(dir, "x/b.txt")))
	check(os.Symlink("b.txt", filepath.Join(dir, "x/link")))
	target, err := os.Readlink(filepath.Join(dir, "x/link"))
	fmt.Println(target, err)
	check(ioutil.WriteFile(filepath.Join(dir, "x/y/c"), nil, 0o600))
	fmt.Println(short(os.Mkdir(filepath.Join(dir, "x"), 0o755)), short(os.Remove(filepath.Join(dir, "x"))))
	filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		fmt.Print(short(p), " ", d.Type(), "; ")
		return err
	})
	fmt.Println()
	ents, err := os.ReadDir(filepath.Join(dir, "x"))
	fmt.Println(ents, err)
	m, err := filepath.Glob(dir + "/x/*[bk]*")
	fmt.Println(short(m), err)
	root, err := os.OpenRoot(dir)
	check(err)
	_, err = root.Open("../escape")
	fmt.Println(err)
	rf, err := fs.ReadFile(root.FS(), "x/b.txt")
	fmt.Println(string(rf), err, root.Close())
	check(os.Chdir(dir))
	wd, err := os.Getwd()
	fmt.Println(filepath.Base(wd) == filepath.Base(dir), err)
	check(os.Chmod("x/b.txt", 0o400))
	st, _ = os.Lstat("x/link")
	fmt.Println(st.Mode().Type(), fs.ValidPath("a/../b"))
	check(os.CopyFS("copy", os.DirFS("x/y")))
	es, err := fs.Glob(os.DirFS("."), "copy/*")
	fmt.Println(es, err)

	os.Setenv("T_VAR", "value")
	v, ok := os.LookupEnv("T_NONE")
	fmt.Println(os.ExpandEnv("$T_VAR ${T_VAR}x $T_NONE."), v, ok, os.Unsetenv("T_VAR"), os.Getenv("T_VAR"))
	r, w, err := os.Pipe()
	fmt.Println(err)
	go func() { fmt.Fprint(w, "through the pipe"); w.Close() }()
	pb, err := io.ReadAll(r)
	fmt.Println(string(pb), err, len(os.Args), os.Getpid() > 0, os.PathSeparator)

	cmd := exec.Command("/no/such/program", "a b", "c")
	fmt.Println(cmd.String(), cmd.Args, cmd.Path)
	_, err = exec.LookPath("surely-no-such-program")
	fmt.Println(err, errors.Is(err, exec.ErrNotFound), cmd.ProcessState)
	c := make(chan os.Signal, 1)
	fmt.Println(os.Interrupt == syscall.SIGINT, syscall.SIGTERM != syscall.SIGKILL, len(c), signal.Ignored(os.Interrupt))
	fmt.Println(user.UnknownUserError("bob"), user.UnknownUserIdError(7))
	fmt.Println(path.Clean("/a/../b//./c/"), path.Join("a", "../b", ""), path.Ext("x.tar.gz"), path.IsAbs("a"), path.Dir("a/b"), path.Base("/"))
	fmt.Println(path.Match("a*[!b-d]?", "axyez"))
	fmt.Println(path.Match("[", "a"))
	rel, err := filepath.Rel("/a/b", "/a/c/d")
	fmt.Println(rel, err, filepath.ToSlash("a/b"), filepath.IsLocal("../x"), filepath.SplitList("a:b"))
	fmt.Println(syscall.ENOENT, syscall.EAGAIN.Temporary(), syscall.EINVAL.Is(fs.ErrInvalid), syscall.O_CREAT != 0, errors.Is(syscall.EEXIST, fs.ErrExist))
	fmt.Fprintln(os.Stderr, "to stderr")
	os.Exit(7)
}
