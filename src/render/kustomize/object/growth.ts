/** How much content one step of a build may make out of what is there: copies of copies double with each. */

import { kustomizeFault } from '../fault.ts';
import { isMap, isSequence, type Node } from './node.ts';
import { Written } from './written.ts';

/** Far above what real kustomizations copy; counted in characters, and 16 for every value. */
const MOST = 32 * 1024 * 1024;
const VALUE = 16;

export class Growth {
  private left = MOST;
  private readonly what: string;

  constructor(what: string) {
    this.what = what;
  }

  /** Counts a value that is put somewhere. Throws where it is too much in all. */
  add(value: Node): void {
    this.left -= VALUE;
    if (typeof value === 'string') this.left -= value.length;
    if (value instanceof Written) this.left -= value.text.length;
    if (this.left < 0) throw kustomizeFault(`${this.what} make more than ${MOST} bytes of content`);
    if (isSequence(value)) for (const item of value) this.add(item);
    else if (isMap(value)) {
      for (const [key, item] of Object.entries(value)) {
        this.left -= key.length;
        this.add(item);
      }
    }
  }
}
