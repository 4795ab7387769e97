/**
 * Two levels: the request (parameters, identity, engine version), then a few recorded traces of it, each to be verified
 * against the tree at hand. A result is valid exactly where every question it asked has the same answer.
 */
import { createHash } from 'node:crypto';
import { ByteLru } from '../../base/byte-lru.ts';
import type { AppError } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import {
  RENDER_VERSION,
  type Read,
  type SourceManifest,
  type SourceRequest,
  type SourceType,
} from '../../render/contract.ts';

/** What a render came to. A fault of rendering is as much a result as manifests are. */
export type SourceResult =
  | {
      readonly kind: 'done';
      readonly sourceType: SourceType;
      readonly manifests: readonly SourceManifest[];
      readonly digest: string;
    }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface RenderTrace {
  /** Object ids of the trees that it was made from, as one text. */
  readonly trees: string;
  readonly reads: readonly Read[];
  readonly result: SourceResult;
  /** Estimated size in memory. */
  readonly bytes: number;
}

/** Traces per request: enough for a rollback and a few branches. */
const TRACES = 4;

export class RenderCache {
  readonly #requests: ByteLru<readonly RenderTrace[]>;

  constructor(budget: number) {
    this.#requests = new ByteLru(budget);
  }

  /** Bytes in use. */
  get used(): number {
    return this.#requests.used;
  }

  /** The newest first. */
  traces(key: string): readonly RenderTrace[] {
    return this.#requests.get(key) ?? [];
  }

  add(key: string, trace: RenderTrace): void {
    const traces = [trace, ...this.traces(key)].slice(0, TRACES);
    const bytes = traces.reduce((sum, one) => sum + one.bytes, 0);
    this.#requests.set(key, traces, bytes);
  }

  forget(key: string): void {
    this.#requests.delete(key);
  }
}

/**
 * The first level. The target revision and the names of a source are not part of it: what of them a render uses, it asks
 * for as a build variable. By which names other sources lend files is: `$values/x.yaml` means another thing where one is
 * called `values`.
 */
export function requestKey(request: SourceRequest): string {
  const { targetRevision: _target, tagPrefix: _prefix, ref: _ref, name: _name, ...source } = request.source;
  const { appName, project, namespace, settings } = request;
  const lent = request.references?.map(({ name, isChart }) => ({ name, isChart })) ?? 'none';
  const parts = { version: RENDER_VERSION, appName, project, namespace, source, lent, settings: { ...settings } };
  return hashOf(stringifyJson(parts, { sorted: true }));
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
