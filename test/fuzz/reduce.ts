// Makes a program that shows a fault smaller: takes out runs of lines, whole blocks, and the frames of blocks while the fault stays.

/** A unit: a line, or a line that opens a block up to the line that closes it. Indexes are inclusive. */
interface Unit { from: number; to: number }

const depthChange = (line: string): number => {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '');
  return (bare.match(/\{/g) ?? []).length - (bare.match(/\}/g) ?? []).length + (bare.match(/\(/g) ?? []).length - (bare.match(/\)/g) ?? []).length;
};

/** Units that begin at `from`..`to`, at the outermost level there. */
function units(lines: readonly string[], from: number, to: number): Unit[] {
  const list: Unit[] = [];
  for (let i = from; i < to;) {
    let depth = depthChange(lines[i]!);
    let j = i;
    while (depth > 0 && j + 1 < to) depth += depthChange(lines[++j]!);
    list.push({ from: i, to: j });
    i = j + 1;
  }
  return list;
}

/** Smallest text found for which `holds`; at most `budget` attempts. */
export async function reduce(text: string, holds: (text: string) => Promise<boolean>, budget: number): Promise<string> {
  let lines = text.split('\n');
  let left = budget;
  const attempt = async (next: string[]): Promise<boolean> => {
    if (left-- <= 0 || !(await holds(next.join('\n')))) return false;
    lines = next;
    return true;
  };
  /** Shrinks between two lines; true if anything went. */
  const shrink = async (from: number, to: () => number): Promise<boolean> => {
    let changed = false;
    for (let size = Math.max(1, units(lines, from, to()).length >> 1); size >= 1 && left > 0; size = size === 1 ? 0 : size >> 1) {
      for (let k = 0; left > 0; ) {
        const list = units(lines, from, to());
        if (k >= list.length) break;
        const a = list[k]!, b = list[Math.min(k + size, list.length) - 1]!;
        if (await attempt([...lines.slice(0, a.from), ...lines.slice(b.to + 1)])) changed = true;
        else k += size;
      }
    }
    for (let k = 0; left > 0; k++) {
      const u = units(lines, from, to())[k];
      if (u === undefined) break;
      if (u.to === u.from) continue;
      if (await attempt([...lines.slice(0, u.from), ...lines.slice(u.from + 1, u.to), ...lines.slice(u.to + 1)])) { changed = true; continue; }
      const after = lines.length - u.to;
      if (await shrink(u.from + 1, () => lines.length - after)) changed = true;
    }
    return changed;
  };
  while (left > 0 && (await shrink(0, () => lines.length)));
  return lines.join('\n');
}
