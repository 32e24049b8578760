// Fails on a source file over 800 lines or a function over 120 (tables, generated files and the listed exceptions aside).
import fs from 'node:fs';
import path from 'node:path';

const exceptions = new Map(fs.readFileSync('scripts/size-exceptions.txt', 'utf8').split('\n').filter((l) => l && !l.startsWith('#')).map((l) => { const [f, ...why] = l.split('\t'); return [f, why.join(' ')]; }));
const errors = [];
function files(dir) {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(path.join(dir, e.name)) : /\.(ts|go)$/.test(e.name) ? [path.join(dir, e.name)] : []));
}
let n = 0;
for (const f of [...files('src'), ...files('goroot')]) {
  if (/\.(table|gen|test)\.ts$/.test(f) || /\/z[a-z_]+\.go$/.test(f)) continue;
  n++;
  const lines = fs.readFileSync(f, 'utf8').split('\n');
  if (lines.length > 801 && !exceptions.has(f)) errors.push(`${f}: ${lines.length} lines`);
  // A function or method begins at a line that opens a brace at indentation i and ends at the next line '}' of that indentation.
  const isFunc = f.endsWith('.go') ? /^func\b.*\{$/ : /^(\s*)(export\s+)?(async\s+)?(function\b|(?:public|private|protected|static|override|async|get|set)?\s*[A-Za-z_$][\w$]*\s*(?:<[^>]*>)?\([^;]*\)\s*(?::[^={]+)?\{$)/;
  for (let i = 0; i < lines.length; i++) {
    if (!isFunc.test(lines[i]) || /^\s*(if|for|while|switch|catch|return|else)\b/.test(lines[i])) continue;
    const indent = lines[i].match(/^\s*/)[0];
    let j = i + 1;
    while (j < lines.length && !(lines[j].startsWith(`${indent}}`) && !lines[j].startsWith(`${indent} `))) j++;
    if (j - i > 120 && !exceptions.has(`${f}:${lines[i].trim().slice(0, 60)}`)) errors.push(`${f}:${i + 1}: function of ${j - i} lines: ${lines[i].trim().slice(0, 60)}`);
  }
}
for (const e of errors) console.error(e);
console.log(`${n} files, ${errors.length} size errors`);
process.exit(errors.length ? 1 : 0);
