// Uses the module that test/script/exports.test.ts builds: argument 1.
import fs from 'node:fs';

const we = await import(process.argv[2]);
const say = (...a) => fs.writeSync(1, `${a.map((x) => (typeof x === 'bigint' ? `${x}n` : String(x))).join(' ')}\n`);
const attempt = (f) => {
  try {
    return f();
  } catch (e) {
    return e.message;
  }
};
const text = (memory, p, n) => Buffer.from(new Uint8Array(memory.buffer, p, n).slice()).toString();
let ready;
const imports = (memory) => ({ env: {
  add: (a, b) => a + b,
  log: (p, n) => {
    const s = text(memory, p, n);
    if (s === 'ready') ready();
    else say('log', s);
  },
  mix: (...a) => { say('mix', ...a.slice(0, 5), typeof a[5], a[6]); return 1; },
  point: (p) => { const v = new DataView(memory.buffer); for (const q of [p, p + 4]) v.setInt32(q, v.getInt32(q, true) * 10, true); },
  back: (n) => we.recursive(n),
} });

/** A program whose main function has come to where it waits. */
async function start(options) {
  const waits = new Promise((resolve) => { ready = resolve; });
  const p = await we.start(options);
  await waits;
  return p;
}

say('before:', attempt(() => we.add(1, 2)));
const r = await start({ args: ['x', 'y'], imports });
say(we.add(1, 2), we.$run(5n), we.isBig(3), we.isBig(300), we.fact(20n), we.half(3));
const bytes = Buffer.from('wörld');
const p = we.alloc(bytes.length);
new Uint8Array(r.memory.buffer, p, bytes.length).set(bytes);
we.greet(p, bytes.length);
const q = we.alloc(8);
const view = new DataView(r.memory.buffer);
view.setInt32(q, 3, true);
view.setInt32(q + 4, 4, true);
say(we.norm(q), we.blocks(100), we.recursive(10), we.sleeps());
for (let i = 0; i < 5; i++) r.exports.bump();
we.stop();
say('exit code', await r.done);
say('after:', attempt(() => we.add(1, 2)));

const panics = await start({ imports });
say(attempt(() => panics.exports.boom()));
say('exit code', await panics.done);
const exits = await start({ imports });
say(attempt(() => exits.exports.exit(3)));
say('exit code', await exits.done);
const waits = await start({ imports });
say(waits.exports.add(2, 3));
say('exit code', await waits.done);
