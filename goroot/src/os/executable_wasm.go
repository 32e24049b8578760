package os

import "syscall"

func executable() (string, error) { return syscall.Executable() }
