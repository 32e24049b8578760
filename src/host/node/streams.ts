// Reads and writes that may block (standard input from a terminal or pipe, full pipes): done by Node's streams, so that the event loop and
// with it the other goroutines go on. Completed operations are queued as events for the runtime.

import fs from 'node:fs';
import net from 'node:net';
import tty from 'node:tty';
import type { Readable } from 'node:stream';
import { errno, toErrno } from './errno.ts';
import type { MemoryView } from '../core/memory.ts';

export interface HostEvent { op: number; result: number; aux: number }

interface PendingRead { op: number; p: number; n: number }

class InputStream {
  private readonly stream: Readable;
  private readonly mem: MemoryView;
  private readonly post: (e: HostEvent) => void;
  private waiting: PendingRead[] = [];
  private left: Buffer | null = null;
  private ended = false;
  private failure = 0;

  constructor(fd: number, mem: MemoryView, post: (e: HostEvent) => void) {
    this.mem = mem;
    this.post = post;
    this.stream = tty.isatty(fd) ? new tty.ReadStream(fd) : new net.Socket({ fd, readable: true, writable: false });
    this.stream.pause();
    this.stream.on('readable', () => this.pump());
    this.stream.on('end', () => { this.ended = true; this.pump(); });
    this.stream.on('close', () => { this.ended = true; this.pump(); });
    this.stream.on('error', (e) => { this.failure = toErrno(e); this.pump(); });
  }

  read(r: PendingRead): void {
    this.waiting.push(r);
    (this.stream as net.Socket).ref?.();
    this.pump();
  }

  cancel(op: number): boolean {
    const n = this.waiting.length;
    this.waiting = this.waiting.filter((r) => r.op !== op);
    return this.waiting.length !== n;
  }

  private pump(): void {
    while (this.waiting.length > 0) {
      const chunk = this.left ?? (this.stream.read() as Buffer | null);
      const r = this.waiting[0]!;
      if (chunk !== null) {
        const k = Math.min(chunk.length, r.n);
        this.mem.bytes(r.p, k).set(chunk.subarray(0, k));
        this.left = k < chunk.length ? chunk.subarray(k) : null;
        this.waiting.shift();
        this.post({ op: r.op, result: k, aux: 0 });
      } else if (this.failure !== 0 || this.ended) {
        this.waiting.shift();
        this.post({ op: r.op, result: this.failure, aux: 0 });
      } else return;
    }
    (this.stream as net.Socket).unref?.();
  }
}

export class Streams {
  private readonly inputs = new Map<number, InputStream>();
  private readonly mem: MemoryView;
  private readonly post: (e: HostEvent) => void;
  /** Operations started and not yet completed. */
  pending = 0;

  constructor(mem: MemoryView, post: (e: HostEvent) => void) {
    this.mem = mem;
    this.post = (e) => { this.pending--; post(e); };
  }

  readStart(op: number, fd: number, p: number, n: number): number {
    let s = this.inputs.get(fd);
    if (s === undefined) {
      try {
        s = new InputStream(fd, this.mem, this.post);
      } catch (e) {
        return toErrno(e);
      }
      this.inputs.set(fd, s);
    }
    this.pending++;
    s.read({ op, p: p >>> 0, n: n >>> 0 });
    return 0;
  }

  /** Retries a write to a full pipe until it takes something. */
  writeStart(op: number, fd: number, p: number, n: number): number {
    this.pending++;
    const attempt = (): void => {
      let r: number;
      try {
        r = fs.writeSync(fd, this.mem.bytes(p, n), 0, n >>> 0, null);
      } catch (e) {
        r = toErrno(e);
      }
      if (r === -errno.EAGAIN) setTimeout(attempt, 1);
      else this.post({ op, result: r, aux: 0 });
    };
    setTimeout(attempt, 1);
    return 0;
  }

  cancel(op: number): number {
    for (const s of this.inputs.values()) if (s.cancel(op)) { this.pending--; return 1; }
    return 0;
  }
}
