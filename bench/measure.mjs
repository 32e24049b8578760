// Running commands and measuring them: time, and memory of the whole process tree.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

/** Runs a command to its end. Resolves with {status, stdout, stderr, ms, peakMB}; peakMB is the largest sum of the resident sets of the
 *  process and its descendants (sampled; a process's own high-water mark where that is larger). */
export function measured(command, args, { env = {}, cwd, timeout = 180_000 } = {}) {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = ''; let stderr = ''; let peak = 0;
    child.stdout.on('data', (d) => { stdout += d; });
    child.stderr.on('data', (d) => { stderr += d; });
    const sample = () => { peak = Math.max(peak, treeKB(child.pid)); };
    const sampler = setInterval(sample, 25);
    const killer = setTimeout(() => child.kill('SIGKILL'), timeout);
    child.on('error', () => {});
    child.on('close', (status) => {
      clearInterval(sampler);
      clearTimeout(killer);
      resolve({ status, stdout, stderr, ms: performance.now() - start, peakMB: peak / 1024 });
    });
  });
}

/** Resident kilobytes of a process and its descendants; of the process itself the most it ever had. */
function treeKB(pid, field = 'VmHWM') {
  try {
    const kb = Number(new RegExp(`${field}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    let sum = kb;
    for (const t of fs.readdirSync(`/proc/${pid}/task`)) {
      const children = fs.readFileSync(`/proc/${pid}/task/${t}/children`, 'utf8').trim();
      if (children !== '') for (const c of children.split(' ')) sum += treeKB(c, 'VmRSS');
    }
    return sum;
  } catch {
    return 0; // it has ended
  }
}

/** `name value` pairs in a program's output. */
export function pairs(text) {
  const words = text.trim().split(/\s+/);
  const out = {};
  for (let i = 0; i < words.length; i++) if (/^[a-z]\w*$/.test(words[i]) && words[i + 1] !== undefined && !Number.isNaN(Number(words[i + 1]))) out[words[i]] = Number(words[i + 1]);
  return out;
}
