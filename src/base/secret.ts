/**
 * A value that cannot be serialised, logged or returned by accident: it shows itself as `[secret]` everywhere. Only the
 * adapter that needs the plain text calls `reveal`.
 */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain text. Call it as late as possible and keep the answer nowhere. */
  reveal(): string {
    return this.#value;
  }

  /** Whether both hold the same text. */
  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toJSON(): string {
    return '[secret]';
  }

  toString(): string {
    return '[secret]';
  }

  [INSPECT](): string {
    return '[secret]';
  }
}
