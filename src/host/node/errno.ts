// Linux error numbers by name: what package syscall of js/wasm expects, whatever system Node runs on.

const numbers: Record<string, number> = {
  EPERM: 1, ENOENT: 2, ESRCH: 3, EINTR: 4, EIO: 5, ENXIO: 6, E2BIG: 7, ENOEXEC: 8, EBADF: 9, ECHILD: 10, EAGAIN: 11, EWOULDBLOCK: 11,
  ENOMEM: 12, EACCES: 13, EFAULT: 14, EBUSY: 16, EEXIST: 17, EXDEV: 18, ENODEV: 19, ENOTDIR: 20, EISDIR: 21, EINVAL: 22, ENFILE: 23,
  EMFILE: 24, ENOTTY: 25, ETXTBSY: 26, EFBIG: 27, ENOSPC: 28, ESPIPE: 29, EROFS: 30, EMLINK: 31, EPIPE: 32, EDOM: 33, ERANGE: 34,
  EDEADLK: 35, ENAMETOOLONG: 36, ENOSYS: 38, ENOTEMPTY: 39, ELOOP: 40, EOVERFLOW: 75, ENOTSUP: 95, EOPNOTSUPP: 95, EADDRINUSE: 98,
  EADDRNOTAVAIL: 99, ENETUNREACH: 101, ECONNABORTED: 103, ECONNRESET: 104, ENOBUFS: 105, EISCONN: 106, ENOTCONN: 107, ETIMEDOUT: 110,
  ECONNREFUSED: 111, EHOSTUNREACH: 113, EALREADY: 114, EINPROGRESS: 115, EDQUOT: 122, ECANCELED: 125, UNKNOWN: 5, EOF: 5,
};

export const errno = numbers as Readonly<Record<string, number>> & { EAGAIN: number; EBADF: number; EINVAL: number; ENOSYS: number; ERANGE: number; EIO: number };

/** −errno of an exception thrown by node:fs. */
export function toErrno(e: unknown): number {
  const code = (e as { code?: unknown }).code;
  if (typeof code === 'string' && numbers[code] !== undefined) return -numbers[code]!;
  if (code === 'ERR_INVALID_ARG_VALUE' || code === 'ERR_OUT_OF_RANGE' || code === 'ERR_INVALID_ARG_TYPE') return -numbers['EINVAL']!;
  return -numbers['EIO']!;
}

/** Runs fn; its result, or −errno if it throws (0 for undefined). */
export function attempt(fn: () => number | void): number {
  try {
    return fn() ?? 0;
  } catch (e) {
    return toErrno(e);
  }
}
