/** Takes the byte stream of `git cat-file --batch` apart: `<oid> <type> <size>\n<content>\n`, or `<name> missing\n`. */
import { gitError } from './git-error.ts';

export interface BatchObject {
  readonly oid: string;
  readonly type: string;
  readonly content: Buffer;
}

interface Waiting {
  readonly limit: number;
  readonly resolve: (object: BatchObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

interface Body {
  readonly oid: string;
  readonly type: string;
  readonly size: number;
  /** Undefined while the content of a too large object is passed over. */
  readonly chunks: Buffer[] | undefined;
  left: number;
}

const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** State of one stream: what was read of the current answer, and who waits for the next ones. */
export class BatchAnswers {
  readonly #waiting: Waiting[] = [];
  #unread: Buffer = NOTHING;
  #body: Body | undefined;

  /** Registers the next question; its answer comes in the order of registration. */
  expect(limit: number): Promise<BatchObject | undefined> {
    return new Promise((resolve, reject) => this.#waiting.push({ limit, resolve, reject }));
  }

  /** Ends all questions that are still open. */
  fail(error: Error): void {
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }

  take(chunk: Buffer): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    while (this.#step());
  }

  #step(): boolean {
    if (this.#unread.length === 0) return false;
    return this.#body === undefined ? this.#head() : this.#content(this.#body);
  }

  #head(): boolean {
    const end = this.#unread.indexOf(NEWLINE);
    if (end < 0) return false;
    const [oid = '', type = '', size] = this.#unread.toString('utf8', 0, end).split(' ');
    this.#unread = this.#unread.subarray(end + 1);
    if (size === undefined) {
      this.#waiting.shift()?.resolve(undefined);
      return true;
    }
    const bytes = Number(size);
    const kept = bytes <= (this.#waiting[0]?.limit ?? 0);
    this.#body = { oid, type, size: bytes, chunks: kept ? [] : undefined, left: bytes + 1 };
    return true;
  }

  /** Content is followed by one newline, counted in `left`. */
  #content(body: Body): boolean {
    const part = this.#unread.subarray(0, body.left);
    body.chunks?.push(part);
    body.left -= part.length;
    this.#unread = this.#unread.subarray(part.length);
    if (body.left > 0) return false;
    this.#body = undefined;
    this.#finish(body);
    return true;
  }

  #finish({ oid, type, size, chunks }: Body): void {
    const waiting = this.#waiting.shift();
    if (chunks !== undefined) {
      waiting?.resolve({ oid, type, content: Buffer.concat(chunks).subarray(0, size) });
      return;
    }
    const message = `an object of ${size} bytes is over the limit of ${waiting?.limit ?? 0} bytes`;
    waiting?.reject(gitError('git.too-large', message));
  }
}
