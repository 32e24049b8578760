// The events that -json prints while packages are built (go help buildjson), as encoding/json writes them.

/** What a package's compiler said: an event for each line. */
export function buildOutputEvents(id: string, text: string): string {
  return (text.match(/[^\n]*\n/g) ?? []).map((line) => eventLine({ ImportPath: id, Action: 'build-output', Output: line })).join('');
}

export function buildFailEvent(id: string): string {
  return eventLine({ ImportPath: id, Action: 'build-fail' });
}

/** An object on a line of its own. */
export function eventLine(e: object): string {
  return `${JSON.stringify(e).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
