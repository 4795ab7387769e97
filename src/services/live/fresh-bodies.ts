/**
 * Bodies as they came, of the objects that changed last: most are looked at within a moment. The others are packed, when
 * their turn comes; who looks at them keeps them for as long as they are needed.
 */
import type { Json } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type PackedBody, packBody } from './packed-body.ts';

/** What holds a body, packed or not. */
export interface BodyHolder {
  body: PackedBody | KubeObject | undefined;
}

/** Characters of all that stay as they came. */
const BUDGET = 4 * 1024 * 1024;
/** An object of more is packed at once. */
const LARGE = 64 * 1024;
/** Weight of a member beside its text. */
const MEMBER = 8;

export class FreshBodies {
  readonly #sizes = new Map<BodyHolder, number>();
  readonly #budget: number;
  #size = 0;

  constructor(budget = BUDGET) {
    this.#budget = budget;
  }

  /** The holder's body came just now. */
  keep(holder: BodyHolder, body: KubeObject): void {
    this.#forget(holder);
    const size = roughSize(body, LARGE);
    if (size >= LARGE) {
      holder.body = packBody(body);
      return;
    }
    holder.body = body;
    this.#sizes.set(holder, size);
    this.#size += size;
    for (const [oldest] of this.#sizes) {
      if (this.#size <= this.#budget) return;
      this.#forget(oldest);
      if (typeof oldest.body === 'object') oldest.body = packBody(oldest.body);
    }
  }

  #forget(holder: BodyHolder): void {
    this.#size -= this.#sizes.get(holder) ?? 0;
    this.#sizes.delete(holder);
  }
}

/** Characters of a value, counted no further than the limit. */
function roughSize(value: Json | undefined, limit: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return MEMBER;
  let size = MEMBER;
  for (const [key, member] of Object.entries(value)) {
    size += key.length + roughSize(member as Json, limit - size);
    if (size >= limit) return limit;
  }
  return size;
}
