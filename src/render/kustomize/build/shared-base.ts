/**
 * Bases that several builds have in common: what a folder's kustomization gathers is kept by the digest of the folder and by
 * everything else that it depends on. Who builds more than once makes a memory and passes it; results do not depend on it.
 */
import { ByteLru } from '../../../base/byte-lru.ts';
import type { FolderReads } from '../files/files.ts';
import type { Folder } from '../files/folder.ts';
import type { Node } from '../object/node.ts';
import { Written } from '../object/written.ts';
import type { BuiltinUse, Schemas } from '../patch/schema.ts';
import { Accumulator } from './accumulator.ts';

interface KeptBase {
  readonly base: Accumulator;
  readonly reads: FolderReads;
  /** Whether types of Kubernetes were looked at: that decides what schemas named later mean. */
  readonly builtin: BuiltinUse;
}

/** Bases that were gathered once. */
const MOST_SEEN = 10_000;

export class BaseMemory {
  readonly #kept: ByteLru<KeptBase>;
  readonly #seen = new ByteLru<true>(MOST_SEEN);

  /** `budget`: bytes of all objects that are kept, estimated. */
  constructor(budget: number) {
    this.#kept = new ByteLru(budget);
  }

  get(key: string): KeptBase | undefined {
    return this.#kept.get(key);
  }

  /** Whether a base is gathered for the second time, which makes it worth a copy. Notes that it is gathered. */
  isWanted(key: string): boolean {
    if (this.#seen.get(key) === true) return true;
    this.#seen.set(key, true, 1);
    return false;
  }

  /** Bytes in use. */
  get used(): number {
    return this.#kept.used;
  }

  set(key: string, kept: KeptBase): void {
    const bytes = kept.base.set.resources.reduce((sum, { object }) => sum + sizeOf(object) + RESOURCE_BYTES, 0);
    this.#kept.set(key, kept, bytes);
  }
}

export interface Sharing {
  readonly memory: BaseMemory | undefined;
  readonly schemas: Schemas;
  /** What besides the folder's content decides what is gathered. */
  readonly mode: string;
}

/**
 * What `make` gathers from a folder, or gathered from an equal one before, for the caller to change. Nothing is kept of what
 * read anything but the folder, and where schemas other than the built-in ones take part.
 */
export function sharedBase(folder: Folder, { memory, schemas, mode }: Sharing, make: () => Accumulator): Accumulator {
  const { trace } = folder.files;
  if (memory === undefined || trace === undefined || schemas.isChosen) return make();
  const digest = trace.digest(folder.path);
  if (digest === undefined) return make();
  const key = `${digest} ${mode}`;
  const known = memory.get(key);
  if (known !== undefined) {
    trace.replay(folder.path, known.reads);
    schemas.keepBuiltin(known.builtin);
    return copied(known.base);
  }
  if (!memory.isWanted(key)) return make();
  const { value: made, reads } = trace.recorded(folder.path, () => schemas.observed(make));
  const { value, builtin } = made;
  if (reads !== undefined && !schemas.isChosen) memory.set(key, { base: copied(value), reads, builtin });
  return value;
}

function copied(base: Accumulator): Accumulator {
  const copy = new Accumulator();
  copy.set.replaceAll(base.set.resources.map((resource) => resource.copy()));
  copy.configuration = base.configuration;
  copy.variables = base.variables;
  return copy;
}

const RESOURCE_BYTES = 400;
const VALUE_BYTES = 24;
const WRITTEN_BYTES = 32;

/** About what a value takes in memory. */
function sizeOf(value: Node): number {
  if (typeof value === 'string') return VALUE_BYTES + value.length;
  if (value instanceof Written) return VALUE_BYTES + WRITTEN_BYTES + value.text.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), VALUE_BYTES);
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + VALUE_BYTES + sizeOf(item), VALUE_BYTES);
}
