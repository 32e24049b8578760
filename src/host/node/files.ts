// Files and directories for compiled programs: synchronous calls of node:fs with Go's flags and Linux's error numbers.

import fs from 'node:fs';
import tty from 'node:tty';
import { attempt, errno } from './errno.ts';
import type { MemoryView } from '../core/memory.ts';

/** A directory that the program has opened; its path is taken at that time, and of links as far as they lead. */
interface OpenDir { path: string; entries: Buffer[] | null; next: number }

/** Open flags of package syscall (js) to those of this system. */
function nodeFlags(flags: number): number {
  const c = fs.constants;
  let f = flags & 3;
  if (flags & 0o100) f |= c.O_CREAT;
  if (flags & 0o200) f |= c.O_EXCL;
  if (flags & 0o1000) f |= c.O_TRUNC;
  if (flags & 0o2000) f |= c.O_APPEND;
  if (flags & 0o10000) f |= c.O_SYNC;
  if (flags & 0o20000) f |= c.O_DIRECTORY ?? 0;
  return f;
}

/** True if reading from fd may block: pipes, sockets, terminals; not /dev/null and the like. */
export function mayBlock(fd: number): boolean {
  const s = fs.fstatSync(fd);
  return s.isFIFO() || s.isSocket() || (s.isCharacterDevice() && tty.isatty(fd));
}

export function fileImports(mem: MemoryView): Record<string, (...a: number[]) => number> {
  const dirs = new Map<number, OpenDir>();
  const positions = new Positions();
  const blocking = new Map<number, boolean>();
  const isBlocking = (fd: number): boolean => {
    let b = blocking.get(fd);
    if (b === undefined) { b = mayBlock(fd); blocking.set(fd, b); }
    return b;
  };
  const pathAt = (p: number, n: number): Buffer => Buffer.from(mem.bytes(p, n).slice());
  const putStat = (p: number, s: fs.BigIntStats): number => {
    const at = (ns: bigint): [number, number] => {
      const sec = ns / 1000000000n - (ns % 1000000000n < 0n ? 1n : 0n);
      return [Number(sec), Number(ns - sec * 1000000000n)];
    };
    const f = [s.dev, s.ino, s.mode, s.nlink, s.uid, s.gid, s.rdev, s.size, s.blksize, s.blocks].map(Number);
    f.push(...at(s.atimeNs), ...at(s.mtimeNs), ...at(s.ctimeNs));
    f.forEach((x, i) => mem.setF64(p + 8 * i, x));
    return 0;
  };
  const putText = (p: number, n: number, s: string): number => {
    const len = mem.putText(p, n, s);
    return len <= n ? len : -errno.ERANGE;
  };
  return {
    open: (p, n, flags, mode) => attempt(() => {
      const name = pathAt(p!, n!);
      const fd = fs.openSync(name, nodeFlags(flags!), mode);
      const s = fs.fstatSync(fd);
      if (s.isDirectory()) dirs.set(fd, { path: dirPath(fd, name), entries: null, next: 0 });
      positions.opened(fd, flags!, s.isFile());
      return fd;
    }),
    close: (fd) => attempt(() => { dirs.delete(fd!); blocking.delete(fd!); positions.closed(fd!); fs.closeSync(fd!); }),
    read: (fd, p, n) => attempt(() => (isBlocking(fd!) ? -errno.EAGAIN : positions.read(fd!, mem.bytes(p!, n!)))),
    pread: (fd, p, n, off) => attempt(() => fs.readSync(fd!, mem.bytes(p!, n!), 0, n! >>> 0, off!)),
    write: (fd, p, n) => attempt(() => positions.write(fd!, mem.bytes(p!, n!))),
    pwrite: (fd, p, n, off) => attempt(() => fs.writeSync(fd!, mem.bytes(p!, n!), 0, n! >>> 0, off!)),
    fstat: (fd, p) => attempt(() => putStat(p!, fs.fstatSync(fd!, { bigint: true }))),
    stat: (p, n, out) => attempt(() => putStat(out!, fs.statSync(pathAt(p!, n!), { bigint: true }))),
    lstat: (p, n, out) => attempt(() => putStat(out!, fs.lstatSync(pathAt(p!, n!), { bigint: true }))),
    readdir: (fd, p, n) => attempt(() => readdir(dirs.get(fd!), mem, p!, n!)),
    mkdir: (p, n, mode) => attempt(() => { fs.mkdirSync(pathAt(p!, n!), { mode: mode! }); }),
    rmdir: (p, n) => attempt(() => fs.rmdirSync(pathAt(p!, n!))),
    unlink: (p, n) => attempt(() => fs.unlinkSync(pathAt(p!, n!))),
    rename: (p, n, q, m) => attempt(() => fs.renameSync(pathAt(p!, n!), pathAt(q!, m!))),
    link: (p, n, q, m) => attempt(() => fs.linkSync(pathAt(p!, n!), pathAt(q!, m!))),
    symlink: (p, n, q, m) => attempt(() => fs.symlinkSync(pathAt(p!, n!), pathAt(q!, m!))),
    readlink: (p, n, q, m) => attempt(() => {
      const b = fs.readlinkSync(pathAt(p!, n!), { encoding: 'buffer' });
      const k = Math.min(b.length, m!);
      mem.bytes(q!, k).set(b.subarray(0, k));
      return k;
    }),
    chmod: (p, n, mode) => attempt(() => fs.chmodSync(pathAt(p!, n!), mode!)),
    fchmod: (fd, mode) => attempt(() => fs.fchmodSync(fd!, mode!)),
    chown: (p, n, u, g, l) => attempt(() => (l ? fs.lchownSync : fs.chownSync)(pathAt(p!, n!), u!, g!)),
    fchown: (fd, u, g) => attempt(() => fs.fchownSync(fd!, u!, g!)),
    truncate: (p, n, size) => attempt(() => fs.truncateSync(pathAt(p!, n!), size!)),
    ftruncate: (fd, size) => attempt(() => fs.ftruncateSync(fd!, size!)),
    utimes: (p, n, as, an, ms, mn) => attempt(() => fs.utimesSync(pathAt(p!, n!), as! + an! / 1e9, ms! + mn! / 1e9)),
    fsync: (fd) => attempt(() => fs.fsyncSync(fd!)),
    getcwd: (p, n) => attempt(() => putText(p!, n!, process.cwd())),
    chdir: (p, n) => attempt(() => process.chdir(pathAt(p!, n!).toString())),
    fchdir: (fd) => attempt(() => {
      const d = dirs.get(fd!);
      if (d === undefined) return -errno['ENOTDIR']!;
      process.chdir(d.path);
      return 0;
    }),
    seek: (fd, off, whence) => attempt(() => {
      const d = dirs.get(fd!);
      return d === undefined ? positions.seek(fd!, off!, whence!) : seekDir(d, off!, whence!);
    }),
  };
}

/** A name by which an open directory can be read: the descriptor's own where the system has one. */
function dirPath(fd: number, name: Buffer): string {
  const own = `/proc/self/fd/${fd}`;
  return fs.existsSync(own) ? own : fs.realpathSync(name.toString());
}

/** As with lseek on Linux, the position counts entries; going back to the start reads the directory anew. */
function seekDir(d: OpenDir, off: number, whence: number): number {
  if (whence > 1) return -errno.EINVAL;
  const to = whence === 1 ? d.next + off : off;
  if (to < 0) return -errno.EINVAL;
  if (to === 0) d.entries = null;
  d.next = to;
  return to;
}

function readdir(d: OpenDir | undefined, mem: MemoryView, p: number, n: number): number {
  if (d === undefined) return -errno['ENOTDIR']!;
  d.entries ??= fs.readdirSync(d.path, { encoding: 'buffer' });
  let at = 0;
  while (d.next < d.entries.length) {
    const name = d.entries[d.next]!;
    const len = name.length + 2;
    if (at + len > n) break;
    const out = mem.bytes(p + at, len);
    out[0] = len & 255;
    out[1] = len >> 8;
    out.set(name, 2);
    at += len;
    d.next++;
  }
  return at === 0 && d.next < d.entries.length ? -errno.EINVAL : at;
}

/**
 * Node has no lseek, so the file position of each regular file that the program opened is kept here and given explicitly. Inherited
 * descriptors (0–2) use the kernel's position until the program seeks on them.
 */
class Positions {
  private readonly at = new Map<number, number>();
  private readonly append = new Set<number>();

  opened(fd: number, flags: number, regular: boolean): void {
    this.append.delete(fd);
    this.at.delete(fd);
    if (!regular) return;
    this.at.set(fd, 0);
    if (flags & 0o2000) this.append.add(fd);
  }

  closed(fd: number): void {
    this.at.delete(fd);
    this.append.delete(fd);
  }

  read(fd: number, b: Uint8Array): number {
    const pos = this.at.get(fd) ?? null;
    const n = fs.readSync(fd, b, 0, b.length, pos);
    if (pos !== null) this.at.set(fd, pos + n);
    return n;
  }

  write(fd: number, b: Uint8Array): number {
    const pos = this.append.has(fd) ? null : this.at.get(fd) ?? null;
    const n = fs.writeSync(fd, b, 0, b.length, pos);
    if (this.append.has(fd)) this.at.set(fd, fs.fstatSync(fd).size);
    else if (pos !== null) this.at.set(fd, pos + n);
    return n;
  }

  seek(fd: number, off: number, whence: number): number {
    const s = fs.fstatSync(fd);
    if (s.isFIFO() || s.isSocket() || s.isCharacterDevice()) return -errno['ESPIPE']!;
    const base = whence === 0 ? 0 : whence === 1 ? this.at.get(fd) ?? 0 : whence === 2 ? s.size : Number.NaN;
    const to = base + off;
    if (!(to >= 0)) return -errno.EINVAL;
    this.at.set(fd, to);
    return to;
  }
}
