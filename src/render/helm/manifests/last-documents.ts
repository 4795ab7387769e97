/** Documents of the last render of a chart: what new values did not change is not read once more. */
import type { HookEvent, Manifest } from './manifest.ts';

/** A document and what Helm looks at in it. */
export interface ReadDocument extends Pick<Manifest, 'object' | 'apiVersion' | 'kind'> {
  readonly hook: readonly HookEvent[] | 'unknown' | undefined;
}

export class LastDocuments {
  #before = new Map<string, ReadDocument>();
  #now = new Map<string, ReadDocument>();

  /** Another render begins: what the one before the last made is forgotten. */
  next(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** The document of a text; `read` is asked where neither this render nor the last one has met it. */
  of(content: string, read: () => ReadDocument): ReadDocument {
    const document = this.#now.get(content) ?? this.#before.get(content) ?? read();
    this.#now.set(content, document);
    return document;
  }
}
