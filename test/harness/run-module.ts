// Running a linked module in a process of node, without the command.

/** The words after `node` that run module `wasm` with dist's host; `args` are the program's, its name first. */
export function runArguments(dist: string, wasm: string, pages: { memoryPages: number; maxPages: number }, args: readonly string[]): string[] {
  const host = new URL('host-node.mjs', dist).href;
  const script = `import fs from 'node:fs'; const { runProgram } = await import(${JSON.stringify(host)});
const m = await WebAssembly.compile(fs.readFileSync(${JSON.stringify(wasm)}));
process.exitCode = await runProgram(m, { args: process.argv.slice(1), env: process.env, executable: '', initialPages: ${pages.memoryPages}, maximumPages: ${pages.maxPages} });`;
  return ['--input-type=module', '-e', script, '--', ...args];
}
