// Ids of packages: their paths, and for copies that are compiled for a test (they see the package under test with its test files) the form
// that the go command shows: "strings [bytes.test]".

/** forTest: the path of the package under test; '' for the package itself. */
export function packageId(path: string, forTest: string): string {
  return forTest === '' ? path : path + suffix(forTest);
}

/** Forgets the entries of copies that were made for a test. */
export function forgetCopies(byId: Map<string, unknown>, forTest: string): void {
  for (const id of byId.keys()) if (id.endsWith(suffix(forTest))) byId.delete(id);
}

function suffix(forTest: string): string {
  return ` [${forTest}.test]`;
}
