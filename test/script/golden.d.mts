export interface Command { args: string; want: string[]; status: number }
export interface Case { name: string; commands: Command[]; files: Record<string, string> }
export function parseCases(text: string): Case[];
export function runCase(c: Case, program: string, prefix: string[], env: NodeJS.ProcessEnv, goroot: string): Command[];
