// Positions: one int32 per position. Each file added to a FileSet occupies the range base..base+size, and a Pos is base + byte
// offset. Pos 0 is 'no position'. Lines and columns (1-based, in bytes) are computed on demand; //line directives remap them.

/** Position in a FileSet: 0 is none. */
export type Pos = number;
export const NO_POS: Pos = 0;

/** A resolved position. line and col are 1-based, col counts bytes; col 0 means unknown (after `//line f:n`). */
export interface Position { file: string; line: number; col: number }

interface LineRemap { offset: number; file: string; line: number; col: number }

export class SourceFile {
  readonly name: string;
  readonly base: Pos;
  readonly size: number;
  /** Byte offsets of line starts; lines[0] = 0. */
  readonly lines: number[] = [0];
  private readonly remaps: LineRemap[] = [];
  private readonly remapOffsets: number[] = [];

  constructor(name: string, base: Pos, size: number) {
    this.name = name;
    this.base = base;
    this.size = size;
  }

  /** Records that a line starts at byte `offset`. Offsets must increase. */
  addLine(offset: number): void {
    if (offset > this.lines[this.lines.length - 1]!) this.lines.push(offset);
  }

  /** `//line file:line:col`: text from byte `offset` on is reported as starting at that position. */
  addRemap(offset: number, file: string, line: number, col: number): void {
    this.remapOffsets.push(offset);
    this.remaps.push({ offset, file, line, col });
  }

  /** Position without regard to //line directives. */
  rawPosition(pos: Pos): Position {
    const offset = pos - this.base;
    const i = searchLast(this.lines, offset);
    return { file: this.name, line: i + 1, col: offset - this.lines[i]! + 1 };
  }

  position(pos: Pos): Position {
    const raw = this.rawPosition(pos);
    if (this.remaps.length === 0) return raw;
    const offset = pos - this.base;
    if (offset < this.remapOffsets[0]!) return raw;
    const r = this.remaps[searchLast(this.remapOffsets, offset)]!;
    const at = this.rawPosition(this.base + r.offset);
    const line = r.line + raw.line - at.line;
    const col = r.col === 0 ? 0 : raw.line === at.line ? r.col + raw.col - at.col : raw.col;
    return { file: r.file, line, col };
  }
}

/** Index of the last element of sorted `a` that is <= v (a[0] <= v). */
function searchLast(a: readonly number[], v: number): number {
  let lo = 0;
  let hi = a.length;
  while (hi - lo > 1) {
    const mid = (lo + hi) >>> 1;
    if (a[mid]! <= v) lo = mid;
    else hi = mid;
  }
  return lo;
}

export class FileSet {
  readonly files: SourceFile[] = [];
  private next: Pos = 1;

  addFile(name: string, size: number): SourceFile {
    const f = new SourceFile(name, this.next, size);
    this.next += size + 1;
    this.files.push(f);
    return f;
  }

  /** Adds a file of another class (positions of imported packages), made for the base that it gets. */
  addSource<T extends SourceFile>(size: number, make: (base: Pos) => T): T {
    const f = make(this.next);
    this.next += size + 1;
    this.files.push(f);
    return f;
  }

  /** The file that contains pos, or null for NO_POS. */
  fileOf(pos: Pos): SourceFile | null {
    if (pos <= 0 || pos >= this.next) return null;
    let lo = 0;
    let hi = this.files.length;
    while (hi - lo > 1) {
      const mid = (lo + hi) >>> 1;
      if (this.files[mid]!.base <= pos) lo = mid;
      else hi = mid;
    }
    return this.files[lo] ?? null;
  }

  position(pos: Pos): Position {
    const f = this.fileOf(pos);
    return f === null ? { file: '', line: 0, col: 0 } : f.position(pos);
  }
}
