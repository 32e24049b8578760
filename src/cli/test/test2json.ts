// Turns the output of a test binary run with -test.v=test2json into events, one JSON object a line (go doc test2json). Output is attributed
// to tests by the framing lines (=== RUN, --- PASS …), which the binary marks with ^V. Bytes are kept in strings of characters 0–255.

import { eventLine } from '../build-events.ts';

export type Event = {
  Time?: string; Action: string; Package?: string; Test?: string; Elapsed?: number; Output?: string; FailedBuild?: string; Key?: string; Value?: string; Path?: string;
};

const MARKER = '\x16';
const UPDATES = ['RUN  ', 'PAUSE', 'CONT ', 'NAME ', 'PASS ', 'FAIL ', 'SKIP ', 'ATTR ', 'ARTIFACTS'].map((a) => `=== ${a} `);
const REPORTS = ['--- PASS: ', '--- FAIL: ', '--- SKIP: ', '--- BENCH: '];
/** Bytes of a line that is looked at; bytes of one output event. */
const IN_BUFFER = 4096;
const OUT_BUFFER = 1024;

export class Test2Json {
  private readonly emit: (line: string) => void;
  private readonly pkg: string;
  private readonly start = performance.now();
  private testName = '';
  /** Results not reported yet, a subtest's inside its parent's. */
  private report: Event[] = [];
  private result = '';
  private needMarker = false;
  failedBuild = '';
  private readonly input: LineBuffer;
  private readonly out: LineBuffer;

  constructor(pkg: string, emit: (line: string) => void) {
    this.pkg = pkg;
    this.emit = emit;
    this.out = new LineBuffer(OUT_BUFFER, (l) => this.outputEvent(l), (l) => this.outputEvent(l));
    this.input = new LineBuffer(IN_BUFFER, (l) => this.line(l), (l) => this.out.write(l));
    this.event({ Action: 'start' });
  }

  write(b: Buffer | string): void { this.input.write(typeof b === 'string' ? Buffer.from(b).toString('latin1') : b.toString('latin1')); }

  /** The program has ended, well or not. */
  exited(ok: boolean): void {
    if (!ok) this.result = 'fail';
    else if (this.result !== 'skip') this.result = 'pass';
  }

  close(): void {
    this.input.flush();
    this.out.flush();
    if (this.result === '') return;
    const e: Event = { Action: this.result, Elapsed: Math.round(performance.now() - this.start) / 1000 };
    if (this.result === 'fail' && this.failedBuild !== '') e.FailedBuild = this.failedBuild;
    this.event(e);
  }

  private line(line: string): void {
    if (line === '') return;
    const marked = line[0] === MARKER;
    if (this.needMarker && !marked) return this.out.write(line);
    if (marked) {
      this.out.flush();
      line = line.slice(1);
    }
    let trim = line.replace(/\r?\n$/, '');
    if (trim === '=== NAME') {
      line = '=== NAME  \n';
      trim = '=== NAME  ';
    }
    if (trim === 'PASS' || trim === 'FAIL' || trim.startsWith('FAIL\t')) {
      this.flushReport(0);
      this.testName = '';
      this.needMarker = marked;
      this.out.write(line);
      this.result = trim === 'PASS' ? 'pass' : 'fail';
      return;
    }
    if (line.startsWith('?   \t') && trim.endsWith('\t[no test files]') && this.report.length === 0) this.result = 'skip';
    if (UPDATES.some((u) => line.startsWith(u))) return this.update(line, marked);
    const indent = Math.floor(/^ */.exec(line)![0].length / 4);
    const rest = line.slice(4 * indent);
    if (REPORTS.some((r) => rest.startsWith(r))) return this.addReport(line, rest, indent, marked);
    // Indented output belongs to the subtest of that depth, if there is one.
    if (indent > 0 && indent <= this.report.length) this.testName = this.report[indent - 1]!.Test!;
    this.out.write(line);
  }

  /** --- PASS: name (0.00s) */
  private addReport(line: string, rest: string, indent: number, marked: boolean): void {
    let { action, name } = words(rest);
    const e: Event = { Action: action };
    const i = name.indexOf(' (');
    if (i >= 0) {
      const t = /^([0-9.e+-]+)s\)$/.exec(name.slice(i + 2));
      if (t !== null && Number.isFinite(Number(t[1]))) e.Elapsed = Number(t[1]);
      name = name.slice(0, i);
    }
    if (this.report.length < indent) return this.out.write(line); // deeper than expected: plain output
    this.needMarker = marked;
    this.flushReport(indent);
    e.Test = name;
    this.testName = name;
    this.report.push(e);
    this.out.write(line);
  }

  /** === RUN   name */
  private update(line: string, marked: boolean): void {
    let { action, name } = words(line);
    const e: Event = { Action: action };
    const cut = (s: string): [string, string] => {
      const i = s.indexOf(' ');
      return i < 0 ? [s, ''] : [s.slice(0, i), s.slice(i + 1)];
    };
    if (action === 'artifacts') [name, e.Path] = cut(name);
    else if (action === 'attr') {
      const [n, rest] = cut(name);
      name = n;
      [e.Key, e.Value] = cut(rest);
    }
    this.needMarker = marked;
    this.flushReport(0);
    this.testName = name;
    if (action === 'name') return; // only says whose output follows
    if (action === 'pause') this.out.write(line); // before the event, so that a paused test prints nothing
    this.event(e);
    if (action !== 'pause') this.out.write(line);
  }

  private flushReport(depth: number): void {
    this.testName = '';
    while (this.report.length > depth) this.event(this.report.pop()!);
  }

  private outputEvent(text: string): void { this.event({ Action: 'output', Output: text }); }

  private event(e: Event): void {
    const utf8 = (s: string | undefined): string | undefined => (s === undefined || s === '' ? undefined : Buffer.from(s, 'latin1').toString('utf8'));
    this.emit(eventLine({
      Time: timestamp(), Action: e.Action, Package: this.pkg === '' ? undefined : this.pkg, Test: utf8(e.Test === undefined || e.Test === '' ? this.testName : e.Test),
      Elapsed: e.Elapsed, Output: e.Output === undefined ? undefined : Buffer.from(e.Output, 'latin1').toString('utf8'), FailedBuild: e.FailedBuild, Key: utf8(e.Key), Value: utf8(e.Value), Path: utf8(e.Path),
    } as Event));
  }
}

/** Local time in RFC 3339 with nanoseconds. */
function timestamp(): string {
  const now = performance.timeOrigin + performance.now();
  const ms = Math.floor(now);
  const d = new Date(ms);
  const zone = -d.getTimezoneOffset();
  const local = new Date(ms + zone * 60_000).toISOString().slice(0, -1);
  const frac = `${local.slice(20)}${String(Math.floor((now - ms) * 1e6)).padStart(6, '0')}`.replace(/0+$/, '');
  const offset = zone === 0 ? 'Z' : `${zone < 0 ? '-' : '+'}${new Date(Math.abs(zone) * 60_000).toISOString().slice(11, 16)}`;
  return `${local.slice(0, 19)}${frac === '' ? '' : `.${frac}`}${offset}`;
}

/** Action and the rest of "=== ACTION rest", "--- ACTION: rest". */
function words(line: string): { action: string; name: string } {
  const s = line.slice(4);
  const i = s.indexOf(' ');
  return { action: (i < 0 ? s : s.slice(0, i)).replace(/:$/, '').toLowerCase().trim(), name: i < 0 ? '' : s.slice(i + 1).trim() };
}

/** Cuts what is written into lines; a line longer than the buffer, and a benchmark's name before its result, come in parts. A ^V inside a line ends it too. */
class LineBuffer {
  private rest = '';
  private middle = false;
  private readonly size: number;
  private readonly whole: (line: string) => void;
  private readonly part: (text: string) => void;

  constructor(size: number, whole: (line: string) => void, part: (text: string) => void) {
    this.size = size;
    this.whole = whole;
    this.part = part;
  }

  write(s: string): void {
    this.rest += s;
    for (;;) {
      const end = lineEnd(this.rest);
      if (end < 0 || end > this.size) {
        if (!this.middle && end < 0) this.benchmark();
        if (this.rest.length < this.size) return;
        const n = wholeRunes(this.rest.slice(0, this.size));
        this.part(this.rest.slice(0, n));
        this.rest = this.rest.slice(n);
        this.middle = true;
        continue;
      }
      const line = this.rest.slice(0, end);
      this.rest = this.rest.slice(end);
      if (this.middle) this.part(line);
      else this.whole(line);
      this.middle = false;
    }
  }

  private benchmark(): void {
    const m = /^(Benchmark[^\t]*)\t/.exec(this.rest);
    if (m === null || /^\p{Ll}/u.test(Buffer.from(m[1]!.replace(/ +$/, '').slice(9), 'latin1').toString('utf8'))) return;
    this.part(m[0]);
    this.rest = this.rest.slice(m[0].length);
    this.middle = true;
  }

  flush(): void {
    if (this.rest !== '') this.part(this.rest);
    this.rest = '';
  }
}

/** Just past the first newline, or before a ^V that does not begin the text; -1 if there is neither. */
function lineEnd(s: string): number {
  const nl = s.indexOf('\n');
  const mark = s.indexOf(MARKER, 1);
  if (mark >= 0 && (nl < 0 || mark < nl)) return mark;
  return nl < 0 ? -1 : nl + 1;
}

/** Length of the bytes without a UTF-8 sequence that is cut off at the end. */
function wholeRunes(s: string): number {
  for (let i = 1; i < 4 && i <= s.length; i++) {
    const c = s.charCodeAt(s.length - i);
    if ((c & 0xc0) === 0x80) continue;
    const need = (c & 0xe0) === 0xc0 ? 2 : (c & 0xf0) === 0xe0 ? 3 : (c & 0xf8) === 0xf0 ? 4 : 1;
    return need > i ? s.length - i : s.length;
  }
  return s.length;
}
