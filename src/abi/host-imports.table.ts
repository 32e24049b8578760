// Every function that a module imports from its host: module "gossamer", words i (i32) and d (f64) only. The Go side declares them with
// //go:wasmimport gossamer <name> (goroot/src/runtime/host.go, syscall/host_js.go, syscall/js/host_js.go); src/host/* implements them.
//
// Conventions: `p, n` are address and length of bytes in memory (UTF-8 for paths). A result described as `n | -errno` is ≥ 0 for success,
// else the negated Linux error number (as package syscall of js/wasm numbers them: ENOENT 2, EBADF 9, EAGAIN 11, …, ENOSYS 38).
// None of these calls Go again, except `js` (see there). Addresses are below 4 GB: read them with >>> 0.

export interface HostImport {
  name: string;
  /** params>results */
  sig: string;
  meaning: string;
}

export const HOST_MODULE = 'gossamer';

/** Begins the names of what the runtime exports to the host, so that programs may export any other name. */
export const RUNTIME_EXPORT = `${HOST_MODULE}:`;

export const hostImports: readonly HostImport[] = [
  // Process.
  { name: 'exit', sig: 'i>', meaning: 'end the program with this status; does not return (throws through wasm); open output is flushed' },
  { name: 'rawWrite', sig: 'iii>i', meaning: 'fd, p, n: write all bytes synchronously (print, panics, traces; fd 1 or 2); bytes written' },
  { name: 'nanotime', sig: '>d', meaning: 'monotonic clock in nanoseconds (fraction allowed)' },
  { name: 'walltime', sig: 'i>', meaning: 'p: writes int64 seconds since 1970 at p and int32 nanoseconds at p+8' },
  { name: 'random', sig: 'ii>', meaning: 'p, n: fill with cryptographically strong random bytes' },
  { name: 'argsSize', sig: '>i', meaning: 'bytes that argsGet writes: each argument (program name first) followed by a 0 byte' },
  { name: 'argsGet', sig: 'i>', meaning: 'p: writes the arguments' },
  { name: 'envSize', sig: '>i', meaning: 'bytes that envGet writes: each NAME=value followed by a 0 byte' },
  { name: 'envGet', sig: 'i>', meaning: 'p: writes the environment' },
  { name: 'timezone', sig: 'ii>i', meaning: 'p, n: writes the IANA name of the local time zone (e.g. Europe/Berlin); its length, 0 if unknown' },
  { name: 'timezoneOffset', sig: '>i', meaning: 'seconds east of UTC now' },
  { name: 'executable', sig: 'ii>i', meaning: 'p, n: writes the absolute path of the program; its length, or -errno' },
  { name: 'hostname', sig: 'ii>i', meaning: 'p, n: writes the host name; its length, or -errno' },
  { name: 'ident', sig: 'i>i', meaning: 'k: 0 pid, 1 ppid, 2 uid, 3 gid, 4 euid, 5 egid, 6 number of CPUs, 7 OS page size; -1 if unknown' },
  { name: 'umask', sig: 'i>i', meaning: 'mask: sets it, returns the old one' },
  { name: 'stackBudget', sig: '>i', meaning: 'bytes of native stack that Go code may use counted from this call, less the 64 KB reserve (probed once; half of it)' },
  { name: 'diagnose', sig: 'iii>', meaning: 'kind, a, b: for the host\'s own debugging (GOSSAMERDEBUG=host=1); may do nothing' },
  // Waiting. The exports `run` (first entry) and `resume` return f64: milliseconds until the next timer, Infinity if only host events can
  // continue the program (then the host keeps its event loop alive only while operations are pending, else calls `deadlock`), NaN if the
  // program has exited. The host calls resume() when that time has come or when events have been queued.
  { name: 'events', sig: 'ii>i', meaning: 'p, max: moves up to max completed events to p, 16 bytes each: {u32 op, i32 result (n | -errno), f64 aux}; count. Clears Low.HostEvents when none is left' },
  { name: 'pending', sig: '>i', meaning: 'number of host operations that may still complete and continue the program (reads, processes, JavaScript callbacks that may come: FuncOf values alive, signal handlers)' },
  // Files: synchronous.
  { name: 'open', sig: 'iiii>i', meaning: 'p, n, flags (package syscall of js: O_WRONLY 1, O_RDWR 2, O_CREAT 0100, O_EXCL 0200, O_TRUNC 01000, O_APPEND 02000, O_SYNC 010000, O_DIRECTORY 020000), mode: fd | -errno' },
  { name: 'close', sig: 'i>i', meaning: 'fd: 0 | -errno' },
  { name: 'read', sig: 'iii>i', meaning: 'fd, p, n: n | -errno; -EAGAIN (-11) if it would block (stdin, pipes, sockets): then use readStart' },
  { name: 'pread', sig: 'iiid>i', meaning: 'fd, p, n, offset: n | -errno' },
  { name: 'write', sig: 'iii>i', meaning: 'fd, p, n: n | -errno; -EAGAIN if it would block: then use writeStart' },
  { name: 'pwrite', sig: 'iiid>i', meaning: 'fd, p, n, offset: n | -errno' },
  { name: 'seek', sig: 'idi>d', meaning: 'fd, offset, whence (0 start, 1 current, 2 end): new offset | -errno' },
  { name: 'fstat', sig: 'ii>i', meaning: 'fd, p: writes 16 f64 at p: dev ino mode nlink uid gid rdev size blksize blocks atime(sec,nsec) mtime(sec,nsec) ctime(sec,nsec); 0 | -errno' },
  { name: 'stat', sig: 'iii>i', meaning: 'path p, n, out p: as fstat' },
  { name: 'lstat', sig: 'iii>i', meaning: 'path p, n, out p: as fstat, not following a final symbolic link' },
  { name: 'readdir', sig: 'iii>i', meaning: 'fd, p, n: next entries of an open directory: {u16 reclen (2 + name bytes), name}…; bytes written, 0 at the end | -errno (-EINVAL if n is too small for one)' },
  { name: 'mkdir', sig: 'iii>i', meaning: 'p, n, mode: 0 | -errno' },
  { name: 'rmdir', sig: 'ii>i', meaning: 'p, n' },
  { name: 'unlink', sig: 'ii>i', meaning: 'p, n' },
  { name: 'rename', sig: 'iiii>i', meaning: 'from p, n, to p, n' },
  { name: 'link', sig: 'iiii>i', meaning: 'existing p, n, new p, n' },
  { name: 'symlink', sig: 'iiii>i', meaning: 'target p, n, link p, n' },
  { name: 'readlink', sig: 'iiii>i', meaning: 'path p, n, buffer p, n: bytes | -errno' },
  { name: 'chmod', sig: 'iii>i', meaning: 'p, n, mode' },
  { name: 'fchmod', sig: 'ii>i', meaning: 'fd, mode' },
  { name: 'chown', sig: 'iiiii>i', meaning: 'p, n, uid, gid, 1 = do not follow a symbolic link' },
  { name: 'fchown', sig: 'iii>i', meaning: 'fd, uid, gid' },
  { name: 'truncate', sig: 'iid>i', meaning: 'p, n, size' },
  { name: 'ftruncate', sig: 'id>i', meaning: 'fd, size' },
  { name: 'utimes', sig: 'iididi>i', meaning: 'p, n, access sec, nsec, modification sec, nsec' },
  { name: 'fsync', sig: 'i>i', meaning: 'fd' },
  { name: 'getcwd', sig: 'ii>i', meaning: 'p, n: bytes | -errno (-ERANGE 34 if too small)' },
  { name: 'chdir', sig: 'ii>i', meaning: 'p, n' },
  { name: 'fchdir', sig: 'i>i', meaning: 'fd' },
  // Operations that take time: the result comes as an event whose op is the number given here. Memory at p stays valid until then.
  { name: 'readStart', sig: 'iiii>i', meaning: 'op, fd, p, n: event result n (0 at end of file) | -errno; returns 0 | -errno if it cannot be started' },
  { name: 'writeStart', sig: 'iiii>i', meaning: 'op, fd, p, n: event result n | -errno' },
  { name: 'cancel', sig: 'i>i', meaning: 'op: its event will not come (1), or is already queued (0)' },
  // Processes.
  { name: 'pipe', sig: 'i>i', meaning: 'p: writes two i32 file descriptors (read end, write end) of a host pipe usable by spawn; 0 | -errno' },
  { name: 'spawn', sig: 'ii>i', meaning: 'p, n: strings each ended by 0: path, directory, fd list "0,1,2" (-1 closed), number of args, args…, number of env, env…; pid | -errno' },
  { name: 'waitStart', sig: 'iii>i', meaning: 'op, pid (-1 any), options: event result pid | -errno, aux = wait status as Linux encodes it; 0 | -errno' },
  { name: 'kill', sig: 'ii>i', meaning: 'pid, signal: 0 | -errno' },
  { name: 'signal', sig: 'ii>', meaning: 'signal, 1 = deliver as event {op 0xffffffff, result signal} / 0 = default action / 2 = ignore' },
  // JavaScript values (syscall/js). A ref is 8 bytes as in wasm_exec.js (NaN-boxed id with type flags, or a float64), always passed by address.
  { name: 'js', sig: 'i>', meaning: 'p: address of an operation record (see jsOp below): performs it, writes ok and result. May run any JavaScript, which may call `resume` again' },
  { name: 'jsString', sig: 'iii>', meaning: 'out ref p, string p, n: ref of a string' },
  { name: 'jsStringSize', sig: 'i>i', meaning: 'ref p: converts String(value) to UTF-8, keeps it; its length' },
  { name: 'jsStringGet', sig: 'i>', meaning: 'p: writes the bytes kept by jsStringSize' },
  { name: 'jsInstanceOf', sig: 'ii>i', meaning: 'value ref p, constructor ref p' },
  { name: 'jsCopyToGo', sig: 'iii>i', meaning: 'p, n, ref p of a Uint8Array or Uint8ClampedArray: bytes copied, -1 if it is something else' },
  { name: 'jsCopyToJS', sig: 'iii>i', meaning: 'ref p, p, n: likewise in the other direction' },
  { name: 'jsFinalize', sig: 'i>', meaning: 'id: Go holds one reference less' },
  { name: 'jsFuncs', sig: 'i>', meaning: 'delta: change of the number of FuncOf values alive (counted in pending)' },
];

/** Record of the `js` import; byte offsets. kind: JsOp. Pointers and lengths are 8-byte words, the high half 0. */
export const jsOp = {
  kind: 0,    // u32
  ok: 4,      // u32 out: 1 = result, 0 = exception in result
  v: 8,       // ref: the object, function or constructor
  name: 16,   // p of property or method name
  nameLen: 24,
  index: 32,  // i64 index
  args: 40,   // p of refs
  nargs: 48,
  x: 56,      // ref: value to set
  result: 64, // ref out (Length: an int64 instead)
  size: 72,
} as const;

export const enum JsOp { Get = 1, Set = 2, Delete = 3, Index = 4, SetIndex = 5, Length = 6, Call = 7, Invoke = 8, New = 9 }

/** Event of a JavaScript call of a FuncOf value: the host sets `_pendingEvent` = {id, this, args} on the object that ref 6 (jsGo) denotes,
 *  queues nothing, and calls the export `resumeEvent()`, which returns when the handler is done; then it reads event.result. */
export const OP_SIGNAL = 0xffffffff;
