// What compilers print while tests are built: text on standard error, or with -json events on standard output (go help buildjson).

import { buildFailEvent, buildOutputEvents } from '../build-events.ts';

export class BuildOutput {
  private readonly json: boolean;
  private readonly seen = new Set<string>();

  constructor(json: boolean) {
    this.json = json;
  }

  /** Messages of a package, by its id, that failed to build; shown once. */
  failed(id: string, text: string): void {
    const body = text.endsWith('\n') ? text : `${text}\n`;
    if (this.seen.has(body)) return;
    this.seen.add(body);
    if (!this.json) {
      process.stderr.write(body);
      return;
    }
    process.stdout.write(buildOutputEvents(id, body) + buildFailEvent(id));
  }
}
