// What the generator must cover, in terms of the constructs that it counts.

/** Basic types, counted wherever a program names them. */
export const BASIC = ['bool', 'string', 'int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr', 'float32', 'float64', 'complex64', 'complex128'];

const exactly = (...names: string[]): RegExp[] => names.map((n) => new RegExp(`^${n}$`));

/** Each area with patterns of constructs, all of which must occur. */
const AREAS: readonly (readonly [string, readonly RegExp[]])[] = [
  ['integers of all widths', [...exactly(...BASIC.filter((t) => t.includes('int')).map((t) => `type ${t}`)), /^int [*]$/, /^int \/$/, /^int <<$/, /^convert between integers$/]],
  ['floats and complex numbers', [...exactly('type float32', 'type float64', 'type complex64', 'type complex128'), /^float \/$/, /^float: NaN$/, /^complex [*]$/]],
  ['strings', [/^string [+]$/, /^string index$/, /^string slice$/, /^range over string$/, /^convert bytes to string$/]],
  ['slices', [/^slice literal$/, /^append$/, /^copy$/, /^slice of slice$/, /^panic: slice index$/]],
  ['maps', [/^map literal$/, /^map assignment$/, /^delete$/, /^map index with ok$/, /^range over map/]],
  ['structs', [/^struct literal$/, /^compare struct$/, /^embedded struct$/, /^copies of structs and arrays$/]],
  ['pointers and interfaces', [/^pointer flow$/, /^type switch$/, /^calls through an interface$/, /^method value$/]],
  ['closures', [/^closure$/, /^closure that writes$/, /^recursive closure$/, /^loop variable per iteration$/, /^closure that passes on what it captures$/]],
  ['defer and recover', [/^defer$/, /^defer in loop$/, /^recover$/, /^panic again while panicking$/, /^Goexit$/]],
  ['generics', [/^generic function:/, /^generic type with iterator$/, /^recursive generic type$/, /^call of generic function$/]],
  ['iterators', [/^range over func: break$/, /^range over iter.Seq$/, /^defer in range over func$/]],
  ['checks and memory', [/^checks behind tests$/, /^index at a boundary$/, /^struct that is cleared$/, /^words from bytes$/]],
  ['goroutines', [/^goroutines with WaitGroup$/, /^buffered channel$/, /^select$/, /^mutex$/, /^atomic$/]],
];

/** Lines of the table of areas, and patterns for which nothing occurred. */
export function coverage(features: ReadonlyMap<string, number>): { table: string[]; missing: string[] } {
  const count = (p: RegExp): number => [...features].reduce((sum, [name, n]) => sum + (p.test(name) ? n : 0), 0);
  const missing = AREAS.flatMap(([area, patterns]) => patterns.filter((p) => count(p) === 0).map((p) => `${area}: ${p.source}`));
  const table = AREAS.map(([area, patterns]) => `${area}: ${patterns.length} constructs, the rarest ${Math.min(...patterns.map(count))} times`);
  return { table, missing };
}
