// Language versions: "go1.26" → 26. The minor number orders them; 0 stands for "none given".

/** Newest version that we know. */
export const CURRENT_MINOR = 26;

/** Minor number of a version such as go1.21, go1.21.3 or go1.21rc2; 0 if malformed or empty; larger than any minor for go2 and up. */
export function minorVersion(v: string): number {
  const m = /^go(\d+)(?:\.(\d+))?(?:\.\d+)?(?:[a-z]+\d+)?$/.exec(v);
  if (m === null) return 0;
  if (m[1] !== '1') return Number(m[1]) * 1000;
  return Math.max(1, Number(m[2] ?? '1'));
}
