// The only exception that Gossamer throws on purpose: a bug of ours. The driver adds phase, function, position and the command
// that reproduces it.

export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** Throws an InternalError. */
export function fail(message: string): never {
  throw new InternalError(message);
}

/** For the default of exhaustive switches. */
export function unreachable(_x: never, what: string): never {
  throw new InternalError(`unreachable: ${what}`);
}
