export interface Program {
  name: string; dir: string; folder: boolean; file: string; uses: string[]; target: string;
  args: string[]; env: string[]; stdin: string; skipDebug: boolean; seconds: number;
  runner?: (exe: string) => string[];
}
export interface Run { out?: string; err?: string; exit?: number | string; build?: string }
export function findPrograms(dir: string): Program[];
export function expectation(p: Program): { out: string | null; exit: number; err: string | null };
export function execute(command: string, args: string[], o: { cwd?: string; env?: NodeJS.ProcessEnv; stdin?: string; seconds?: number }): Promise<Run>;
export function buildAndRun(p: Program, tool: string, temporary: string, env: NodeJS.ProcessEnv): Promise<Run>;
export function normalise(text: string): string;
export function difference(expected: string, got: string, limit?: number): string;
export function mismatch(p: Program, got: Run): string | null;
export function pool<T>(items: T[], n: number, f: (item: T) => Promise<void>): Promise<void>;
export function knownFailures(file: string): Map<string, string>;
