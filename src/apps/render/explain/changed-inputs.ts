/** Renders that are watched, and renders of files that are not quite as they are. */
import type { Answer, NamedEntry, PathEntry, RenderInputs } from '../../../render/contract.ts';

/** A file that a render has read, by its place. */
export interface SeenFile {
  /** From the root of its tree. */
  readonly path: string;
  /** The tree, where it is not the source's own. */
  readonly reference: string | undefined;
  readonly content: Uint8Array;
}

export interface FileChange {
  readonly path: string;
  readonly reference: string | undefined;
  readonly content: Uint8Array;
}

/** Notes the files whose contents were taken. */
export class SeenFiles {
  readonly #places = new Map<
    string,
    { readonly path: string; readonly reference: string | undefined; readonly oid: string }
  >();
  readonly #contents = new Map<string, Uint8Array>();

  all(): readonly SeenFile[] {
    return [...this.#places.values()].flatMap(({ path, reference, oid }) => {
      const content = this.#contents.get(oid);
      return content === undefined ? [] : [{ path, reference, content }];
    });
  }

  watch(inputs: RenderInputs): RenderInputs {
    const place = (path: string, reference: string | undefined, entry: PathEntry): void => {
      if (entry.mode === 'tree') return;
      this.#places.set(placeKey(path, reference), { path, reference, oid: entry.oid });
    };
    return {
      ...inputs,
      entry(path, reference) {
        const answer = inputs.entry(path, reference);
        if (answer.kind === 'known' && answer.value !== undefined) place(path, reference, answer.value);
        return answer;
      },
      listing(path, reference) {
        const answer = inputs.listing(path, reference);
        if (answer.kind === 'known')
          for (const entry of answer.value ?? []) place(inside(path, entry.name), reference, entry);
        return answer;
      },
      content: (oid, limit, reference) => {
        const answer = inputs.content(oid, limit, reference);
        if (answer.kind === 'known' && answer.value !== 'too-large') this.#contents.set(oid, answer.value);
        return answer;
      },
    };
  }
}

const CHANGED = 'changed';

/** The same inputs with another content in one place. */
export function withChange(inputs: RenderInputs, change: FileChange): RenderInputs {
  const isMeant = (path: string, reference: string | undefined): boolean =>
    path === change.path && reference === change.reference;
  return {
    ...inputs,
    entry(path, reference) {
      const answer = inputs.entry(path, reference);
      return isMeant(path, reference) ? mapped(answer, (entry) => entry && { ...entry, oid: CHANGED }) : answer;
    },
    listing(path, reference) {
      const answer = inputs.listing(path, reference);
      const changed = (entry: NamedEntry): NamedEntry =>
        isMeant(inside(path, entry.name), reference) ? { ...entry, oid: CHANGED } : entry;
      return mapped(answer, (entries) => entries?.map(changed));
    },
    content: (oid, limit, reference) =>
      oid === CHANGED ? { kind: 'known', value: change.content } : inputs.content(oid, limit, reference),
  };
}

function mapped<T>(answer: Answer<T>, change: (value: T) => T): Answer<T> {
  return answer.kind === 'known' ? { kind: 'known', value: change(answer.value) } : answer;
}

function inside(folder: string, name: string): string {
  return folder === '' || folder === '.' ? name : `${folder}/${name}`;
}

function placeKey(path: string, reference: string | undefined): string {
  return JSON.stringify([reference ?? '', path]);
}
