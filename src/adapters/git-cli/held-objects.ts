/**
 * Objects of mirrors in memory: those of packs that are not on the disk yet, for as long as that takes, and of the others the
 * ones used last. Trees of one commit are what the next one's are deltas of.
 */
import type { ByteLru } from '../../base/byte-lru.ts';
import type { Oid } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';

/** Estimated cost beside the content. */
const OBJECT_BYTES = 200;
/** What is larger would push out too much else. */
const LARGEST = 128 * 1024;

export interface HeldObjects {
  get(oid: Oid): BatchObject | undefined;
  add(object: BatchObject): void;
  /** Holds them, whatever they take, until the answer is called. */
  pin(objects: readonly BatchObject[]): () => void;
  /** Forgets all of this mirror. */
  clear(): void;
}

/** A view of one mirror on memory that all mirrors share. */
export function holdObjects(shared: ByteLru<BatchObject>, mirror: string): HeldObjects {
  const pinned = new Map<Oid, BatchObject>();
  let times = 0;
  const keyOf = (oid: Oid): string => `${mirror} ${times} ${oid}`;
  const add = (object: BatchObject): void => {
    const bytes = object.content.length + OBJECT_BYTES;
    if (bytes <= LARGEST) shared.set(keyOf(object.oid), object, bytes);
  };
  return {
    add,
    get: (oid) => pinned.get(oid) ?? shared.get(keyOf(oid)),
    pin(objects) {
      for (const object of objects) pinned.set(object.oid, object);
      return () => {
        for (const object of objects) {
          // Forgotten meanwhile, or pinned by another since.
          if (pinned.get(object.oid) !== object) continue;
          pinned.delete(object.oid);
          add(object);
        }
      };
    },
    clear() {
      pinned.clear();
      // What is left under the old names goes when there is no room.
      times += 1;
    },
  };
}
