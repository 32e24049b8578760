// gossamer help: the overview, and a text for each command.

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

const BUILD_FLAGS = `The build flags are shared by build, run, list and test:

	-C dir        change to dir first; must be the first flag
	-a            compile also what is up to date
	-n            print what would be done, and do nothing
	-p n          compile n packages at a time; by default as many as there are CPUs
	-v            print the names of packages as they are compiled
	-x            print what is done
	-mod mode     readonly, vendor or mod
	-tags a,b     further build tags
	-trimpath     leave file system paths out of what is built
	-gcflags '[pattern=]flags'
	              flags for the compiler. Without a pattern they are for the packages
	              that the command names; "all=" is for all, "std=" for the standard
	              library. -m prints escape analysis and inlining, -N switches
	              optimisation off, -l inlining, -e lifts the limit of ten errors,
	              -lang=go1.N sets the language version.
	-ldflags '[pattern=]flags'
	              flags for the linker: -X importpath.name=value sets a string
	              variable; -s and -w leave out function names.
	-timing       print how long each phase took
	-dump=ssa:pkg.Func, -dump=wasm:pkg.Func
	              print a function after each pass, or its code

Other flags of the go command are accepted where they change nothing for WebAssembly,
and rejected otherwise.
`;

const DETAILS: Readonly<Record<string, string>> = {
  build: `Build compiles the packages that the import paths name, with what they import.

Arguments that end in .go are the files of a single package. If they make up one
program (package main), build writes it to a file that is named after the package,
or after the first file:

	app           an executable script: Node runs it
	app.mjs       the same as a module: run() and start() run the program, and the
	              functions with a //go:wasmexport line are exported
	app.wasm      the module alone; app.js beside it runs it

The last two by -o. Other packages, and several ones, are only compiled, unless -o
names a directory: then their programs go there. What has been compiled is kept in
the build cache ($GOSSAMER_CACHE).

With -json, the compilers' messages are printed as JSON.

${BUILD_FLAGS}`,
  clean: `Clean removes what builds have left behind.

	-cache        empties the build cache
	-testcache    forgets the results of tests

The other flags of the go command are accepted; there is nothing for them to do.
`,
  env: `Env prints the settings that builds depend on, or those that are named, each on a
line of its own.

	-json         as JSON
	-changed      only those that are not as they would be by default

Settings come from the environment; -u and -w, which keep them in a file, do nothing.
`,
  fmt: `Fmt runs gofmt -l -w over the files of the packages and prints the names of those
that it changed.

	-n            print the command, and do nothing
	-x            print the command
`,
  list: `List prints the packages that the arguments name, an import path on each line.

	-f template   prints by a template of package text/template; the fields are those
	              of go list: ImportPath, Dir, Name, Doc, GoFiles, Imports, Deps…
	-json[=a,b]   prints all fields, or those named, as JSON
	-deps         also all that they import, what is imported first
	-e            packages with errors too
	-find         without looking at imports
	-m            the main module

${BUILD_FLAGS}`,
  run: `Run compiles a program and runs it with the arguments that follow.

The program is a package or a list of .go files of one. Its exit status is printed
if it is not 0, and is then 1 for run itself.

${BUILD_FLAGS}`,
  test: `Test compiles each package with its _test.go files and runs the tests, benchmarks and
examples in it.

	-run re, -skip re, -v, -short, -count n, -timeout d, -parallel n, -json, -failfast,
	-list re, -bench re, -benchmem, -shuffle on, -c, -o file

are as with go test; what follows -args goes to the test program.

${BUILD_FLAGS}`,
  version: `Version prints the release of Go that this is. With files, those of them that are
programs built by gossamer with their release; directories are searched.
`,
};

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
  const [topic] = args;
  if (topic === undefined) {
    process.stdout.write(overview());
    return 0;
  }
  const usage = usages.get(topic);
  if (usage === undefined || args.length > 1) {
    process.stderr.write(`go help ${args.join(' ')}: unknown help topic. Run 'go help${usage === undefined ? '' : ` ${topic}`}'.\n`);
    return 2;
  }
  process.stdout.write(`${usage.replace(/^usage: go /, 'usage: gossamer ')}\n\n${DETAILS[topic]!}`);
  return 0;
}
