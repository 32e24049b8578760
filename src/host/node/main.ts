// The host as a file of its own (dist/host-node.mjs): what an executable script that `gossamer build` writes contains, and what
// `gossamer run` loads to start a program without the compiler.

export { exportNames, runProgram, startProgram, type RunOptions, type Running } from './run.ts';
