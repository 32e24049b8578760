// Downloads over HTTPS as the go command does them: the certificates of Node, of $NODE_EXTRA_CA_CERTS, of $SSL_CERT_FILE or the
// system's bundle; $HTTPS_PROXY, $HTTP_PROXY and $NO_PROXY; redirects. A transfer that breaks off is continued where it stopped.

import fs from 'node:fs';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const REDIRECTS = 10;
/** How often a transfer may break off. */
const RETRIES = 3;
/** Milliseconds without a byte. */
const IDLE = 60_000;

/** Where systems keep the certificates they trust. */
const BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem', '/etc/ssl/cert.pem'];

/** The file's bytes, or the reason why not ("404 Not Found", "connect ECONNREFUSED …"). */
export async function download(url: string): Promise<Uint8Array | string> {
  const t = new Transfer();
  for (let left = RETRIES; ; left--) {
    try {
      return await t.get(url, REDIRECTS);
    } catch (e) {
      // Nothing of this attempt arrived: trying again will not help.
      if (left === 0 || !t.progress) return reason(e);
      t.progress = false;
    }
  }
}

function reason(e: unknown): string {
  if (e instanceof AggregateError && e.errors.length > 0) return reason(e.errors[0]); // one error per address
  return e instanceof Error ? e.message : String(e);
}

/** Parts of one file, over several connections if need be. */
class Transfer {
  private chunks: Uint8Array[] = [];
  private size = 0;
  /** Whether bytes came since it was last reset. */
  progress = false;

  async get(url: string, redirects: number): Promise<Uint8Array | string> {
    const request = await open(new URL(url), this.size > 0 ? { Range: `bytes=${this.size}-` } : {});
    return new Promise((resolve, reject) => {
      request.on('error', reject);
      request.setTimeout(IDLE, () => request.destroy(new Error('timed out')));
      request.on('response', (res: IncomingMessage) => {
        const status = res.statusCode ?? 0;
        if (status >= 300 && status < 400 && res.headers.location !== undefined) {
          res.resume();
          if (redirects === 0) resolve('too many redirects');
          else this.get(new URL(res.headers.location, url).href, redirects - 1).then(resolve, reject);
          return;
        }
        if (status !== 200 && status !== 206) {
          res.resume();
          resolve(`${status} ${res.statusMessage ?? ''}`.trim());
          return;
        }
        this.receive(res, status === 206).then(resolve, reject);
      });
      request.end();
    });
  }

  /** continued: the answer begins where the last one broke off. */
  private receive(res: IncomingMessage, continued: boolean): Promise<Uint8Array> {
    if (!continued) {
      this.chunks = [];
      this.size = 0;
    }
    return new Promise((resolve, reject) => {
      res.on('data', (c: Uint8Array) => {
        this.chunks.push(c);
        this.size += c.length;
        this.progress = true;
      });
      res.on('error', reject);
      res.on('end', () => resolve(new Uint8Array(Buffer.concat(this.chunks))));
    });
  }
}

/** A request that has not been sent, directly or through a proxy. */
async function open(u: URL, headers: Record<string, string>): Promise<ClientRequest> {
  const proxy = proxyFor(u);
  if (u.protocol === 'http:') {
    const http = await import('node:http');
    if (proxy === null) return http.request(u, { headers });
    return http.request({ host: proxy.hostname, port: proxy.port || 80, path: u.href, headers: { ...headers, Host: u.host, ...authorization(proxy) } });
  }
  const [https, tls] = await Promise.all([import('node:https'), import('node:tls')]);
  const ca = [...tls.rootCertificates, ...extraCertificates()];
  if (proxy === null) return https.request(u, { headers, ca });
  const socket = await connectThrough(proxy, u, ca);
  return https.request(u, { headers, ca, agent: false, createConnection: () => tls.connect({ socket, servername: u.hostname, ca }) });
}

function extraCertificates(): string[] {
  const files = [process.env['NODE_EXTRA_CA_CERTS'], process.env['SSL_CERT_FILE'] || BUNDLES.find((f) => fs.existsSync(f))];
  return [...new Set(files)].filter((f) => f !== undefined && f !== '' && fs.existsSync(f)).map((f) => fs.readFileSync(f!, 'utf8'));
}

/** The proxy that the environment names for an address; null for none. */
function proxyFor(u: URL): URL | null {
  const name = u.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = process.env[name] || process.env[name.toLowerCase()] || '';
  if (value === '' || bypassed(u, process.env['NO_PROXY'] || process.env['no_proxy'] || '')) return null;
  return new URL(value.includes('://') ? value : `http://${value}`);
}

/** Whether NO_PROXY names the host: "*", a name, ".domain" or "domain" for all below it, each perhaps with a port. */
function bypassed(u: URL, list: string): boolean {
  const port = u.port || (u.protocol === 'https:' ? '443' : '80');
  if (u.hostname === 'localhost' || /^127\./.test(u.hostname) || u.hostname === '[::1]') return true;
  return list.split(',').map((s) => s.trim().toLowerCase()).some((entry) => {
    if (entry === '' || entry === '*') return entry === '*';
    const m = /^(.*?)(?::(\d+))?$/.exec(entry)!;
    const host = m[1]!.replace(/^\*?\./, '');
    return (m[2] === undefined || m[2] === port) && (u.hostname === host || u.hostname.endsWith(`.${host}`));
  });
}

function authorization(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(user).toString('base64')}` };
}

async function connectThrough(proxy: URL, target: URL, ca: string[]): Promise<Socket> {
  const { request } = proxy.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const host = `${target.hostname}:${target.port || 443}`;
  return new Promise((resolve, reject) => {
    const req = request({
      host: proxy.hostname, port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80), method: 'CONNECT', path: host,
      headers: { Host: host, ...authorization(proxy) }, ca,
    });
    req.on('connect', (res, socket) => {
      if (res.statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(new Error(`proxy ${proxy.host}: ${res.statusCode} ${res.statusMessage ?? ''}`));
      }
    });
    req.on('error', (e) => reject(new Error(`proxy ${proxy.host}: ${reason(e)}`)));
    req.setTimeout(IDLE, () => req.destroy(new Error('timed out')));
    req.end();
  });
}
