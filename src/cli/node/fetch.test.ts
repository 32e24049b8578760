import test from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { download } from './fetch.ts';

const FILE = new Uint8Array(200_000).map((_, i) => (i * 7) & 255);
const INFO = 'https://proxy.golang.org/golang.org/toolchain/@v/v0.0.1-go1.26.8.linux-amd64.info';

/** A server that answers /file (cut off in the first `cuts` answers), /to/n (n redirects), /gone; calls f with its address. */
async function withServer(cuts: number, ranges: boolean, f: (base: string, log: string[]) => Promise<void>): Promise<void> {
  const log: string[] = [];
  let left = cuts;
  const server = http.createServer((req, res) => {
    log.push(`${req.url} ${req.headers.range ?? ''}`.trim());
    const to = /^\/to\/(\d+)$/.exec(req.url!);
    if (to !== null) {
      const n = Number(to[1]);
      res.writeHead(302, { Location: n === 0 ? '/file' : `/to/${n - 1}` }).end();
    } else if (req.url === '/file') {
      const from = ranges ? Number(/bytes=(\d+)-/.exec(req.headers.range ?? '')?.[1] ?? 0) : 0;
      res.writeHead(from > 0 ? 206 : 200, { 'Content-Length': FILE.length - from });
      if (left-- > 0) res.write(FILE.subarray(from, from + 30_000), () => res.destroy());
      else res.end(FILE.subarray(from));
    } else res.writeHead(410).end('gone');
  });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  try {
    await f(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, log);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a file, redirects, errors', () => withServer(0, true, async (base) => {
  assert.deepEqual(await download(`${base}/file`), FILE);
  assert.deepEqual(await download(`${base}/to/5`), FILE);
  assert.equal(await download(`${base}/to/20`), 'too many redirects');
  assert.equal(await download(`${base}/x`), '410 Gone');
  assert.match(await download('http://127.0.0.1:9/x') as string, /ECONNREFUSED/);
}));

test('a transfer that breaks off goes on where it stopped', () => withServer(2, true, async (base, log) => {
  assert.deepEqual(await download(`${base}/file`), FILE);
  assert.deepEqual(log.map((l) => l.replace(/=\d+/, '=n')), ['/file', '/file bytes=n-', '/file bytes=n-']);
}));

test('or begins again if the server knows no ranges', () => withServer(1, false, async (base) => {
  assert.deepEqual(await download(`${base}/file`), FILE);
}));

test('and is given up after some attempts', () => withServer(100, true, async (base) => {
  assert.match(await download(`${base}/file`) as string, /aborted|hang up|reset/);
}));

test('through a proxy', async (t) => {
  const direct = await download(INFO);
  if (typeof direct === 'string') return t.skip(`proxy.golang.org is unreachable: ${direct}`);
  const log: string[] = [];
  const proxy = http.createServer();
  proxy.on('connect', (req, client: net.Socket) => {
    log.push(`${req.url} ${req.headers['proxy-authorization'] ?? ''}`);
    const [host, port] = req.url!.split(':');
    const upstream = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await new Promise<void>((r) => proxy.listen(0, '127.0.0.1', r));
  const before = { ...process.env };
  try {
    process.env['HTTPS_PROXY'] = `http://u:p%40@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    process.env['NO_PROXY'] = 'example.com';
    assert.deepEqual(await download(INFO), direct);
    assert.deepEqual(log, [`proxy.golang.org:443 Basic ${btoa('u:p@')}`]);
    process.env['NO_PROXY'] = 'example.com, .golang.org:443';
    assert.deepEqual(await download(INFO), direct);
    assert.equal(log.length, 1);
    process.env['NO_PROXY'] = '';
    process.env['HTTPS_PROXY'] = 'http://127.0.0.1:9';
    assert.match(await download(INFO) as string, /proxy 127\.0\.0\.1:9: .*ECONNREFUSED/);
  } finally {
    process.env = before;
    proxy.closeAllConnections();
    proxy.close();
  }
});
