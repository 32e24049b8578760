export class Runner {
  constructor(command: string[], env: NodeJS.ProcessEnv, goroot: string, parallel: number);
  all(): Promise<Record<string, string>>;
}
export const GOLDEN: string;
export function parse(text: string): Record<string, string>;
