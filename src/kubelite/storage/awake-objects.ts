/** Which objects of a store are kept as objects: those that were used last, within bounds. All others rest as bytes. */
import type { StoredObject } from './stored-object.ts';

export interface AwakeBounds {
  readonly objects: number;
  /** Of their JSON texts together; as objects they take some three times as much. */
  readonly bytes: number;
}

export class AwakeObjects {
  readonly #bounds: AwakeBounds;
  /** Those used longest ago first. */
  readonly #objects = new Set<StoredObject>();
  #bytes = 0;

  constructor(bounds: AwakeBounds) {
    this.#bounds = bounds;
  }

  /** Keeps an object; for it those go to rest that were used longest ago. */
  add(stored: StoredObject): void {
    if (this.#objects.has(stored)) return;
    this.#objects.add(stored);
    this.#bytes += stored.bytes.length;
    for (const oldest of this.#objects) {
      if (this.#objects.size <= this.#bounds.objects && this.#bytes <= this.#bounds.bytes) return;
      this.rest(oldest);
    }
  }

  /** Puts one to rest, whether it was kept or not. */
  rest(stored: StoredObject): void {
    if (this.#objects.delete(stored)) this.#bytes -= stored.bytes.length;
    stored.rest(this);
  }
}
