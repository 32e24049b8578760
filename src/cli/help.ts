// gossamer help

export const COMMANDS: readonly (readonly [string, string])[] = [
  ['build', 'compile packages and dependencies'],
  ['clean', 'remove object files and cached files'],
  ['env', 'print Go environment information'],
  ['fmt', 'gofmt (reformat) package sources'],
  ['list', 'list packages or modules'],
  ['run', 'compile and run Go program'],
  ['test', 'test packages'],
  ['version', 'print Go version'],
];

/** Text of `gossamer help`. */
export function overview(): string {
  return `Gossamer is a tool for managing Go source code. It compiles Go to WebAssembly.

Usage:

	gossamer <command> [arguments]

The commands are:

${COMMANDS.map(([n, t]) => `\t${n.padEnd(12)}${t}`).join('\n')}

Use "gossamer help <command>" for more information about a command.

`;
}

export function help(args: readonly string[], usages: ReadonlyMap<string, string>): number {
  if (args.length === 0) {
    process.stdout.write(overview());
    return 0;
  }
  const usage = usages.get(args[0]!);
  if (usage === undefined) {
    process.stderr.write(`go help ${args.join(' ')}: unknown help topic. Run 'go help'.\n`);
    return 2;
  }
  process.stdout.write(`${usage}\n\n${COMMANDS.find(([n]) => n === args[0])?.[1] ?? ''}\n`);
  return 0;
}
