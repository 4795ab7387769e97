/** Takes the byte stream of `git cat-file --batch` apart: `<oid> <type> <size>\n<content>\n`, or `<name> missing\n`. */
import { gitError } from './git-error.ts';

export interface BatchObject {
  readonly oid: string;
  readonly type: string;
  readonly content: Buffer;
}

/** A question whose answer has not come. */
export interface Waiting {
  readonly name: string;
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
/** More than that of what nobody wants is not waited for. */
const PASSED_OVER = 64 * 1024 * 1024;

/** State of one stream: what was read of the current answer, and who waits for the next ones. */
export class BatchAnswers {
  readonly #waiting: Waiting[] = [];
  #unread: Buffer = NOTHING;
  #body: Body | undefined;
  #isOver = false;
  readonly #onHuge: (others: readonly Waiting[]) => void;

  /** `onHuge`: told of the questions behind one whose answer is too large to be passed over. Nothing more is taken in then. */
  constructor(onHuge: (others: readonly Waiting[]) => void = () => undefined) {
    this.#onHuge = onHuge;
  }

  /** Registers the next question; its answer comes in the order of registration. */
  expect(name: string, limit: number): Promise<BatchObject | undefined> {
    return new Promise((resolve, reject) => this.again({ name, limit, resolve, reject }));
  }

  /** Registers a question that another stream has not answered. */
  again(waiting: Waiting): void {
    this.#waiting.push(waiting);
  }

  /** Ends all questions that are still open. */
  fail(error: Error): void {
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }

  take(chunk: Buffer): void {
    if (this.#isOver) return;
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
    if (!kept && bytes > PASSED_OVER) return this.#passHuge(bytes);
    this.#body = { oid, type, size: bytes, chunks: kept ? [] : undefined, left: bytes + 1 };
    return true;
  }

  #passHuge(bytes: number): boolean {
    const waiting = this.#waiting.shift();
    waiting?.reject(tooLarge(bytes, waiting.limit));
    this.#isOver = true;
    this.#unread = NOTHING;
    this.#onHuge(this.#waiting.splice(0));
    return false;
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
    waiting?.reject(tooLarge(size, waiting.limit));
  }
}

/** The fault for an object over a limit. */
export function tooLarge(size: number, limit: number): Error {
  return gitError('git.too-large', `an object of ${size} bytes is over the limit of ${limit} bytes`);
}
