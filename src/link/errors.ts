// Messages of the linker, worded as gc's.

/** The program cannot be linked: one message per line. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    super(messages.join('\n'));
    this.messages = messages;
  }
}
