// Small text helpers of messages.

/** "1 variable", "2 variables". */
export function measure(n: number, unit: string): string { return `${n} ${unit}${n === 1 ? '' : 's'}`; }

/** The text after the first character. */
export function tail(s: string): string {
  const c = s.codePointAt(0);
  return c === undefined ? s : s.slice(c > 0xffff ? 2 : 1);
}

/** Whether name is a Go identifier: others were complained about by the scanner already. */
export function isValidName(name: string): boolean { return /^[\p{L}_][\p{L}_\p{Nd}]*$/u.test(name); }

export function isExportedName(name: string): boolean {
  const c = name.codePointAt(0);
  return c !== undefined && (c < 128 ? c >= 65 && c <= 90 : /^\p{Lu}/u.test(name));
}
