/** Manifests as JSON: what their digest and their size in memory are taken from. */
import { AppError } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { RenderOutcome } from '../../render/contract.ts';
import { hashOf } from './render-cache.ts';

/** A few kilobytes of aliases can stand for any amount of text; no cluster takes that much from one source. */
const MOST = 128 * 1024 * 1024;

/** What a Kubernetes API server takes in one request. */
const LARGEST_OBJECT = 3 * 1024 * 1024;

type Settled = Exclude<RenderOutcome, { readonly kind: 'needs' }>;
type Failed = Extract<RenderOutcome, { readonly kind: 'failed' }>;
type Done = Extract<RenderOutcome, { readonly kind: 'done' }>;

export interface DoneWithTexts extends Done {
  /** By position in the manifests. */
  readonly texts: readonly string[];
  readonly digest: string;
  readonly size: number;
}

/** An outcome with its texts; failed with `render.too-large` where they are longer than any cluster could take. */
export function withTexts(outcome: Settled, most: number = MOST): DoneWithTexts | Failed {
  if (outcome.kind === 'failed') return outcome;
  const texts: string[] = [];
  let size = 0;
  for (const { object, file, document } of outcome.manifests) {
    const text = stringifyJson(object, { sorted: true });
    if (text.length > LARGEST_OBJECT) {
      const name = `${object.kind} ${object.metadata.name ?? ''}`.trimEnd();
      const error = objectTooLarge(`${file}: document ${document} (${name})`, text.length);
      return { kind: 'failed', error, reads: outcome.reads };
    }
    size += text.length;
    if (size > most) return { kind: 'failed', error: tooLarge(file, most), reads: outcome.reads };
    texts.push(text);
  }
  return { ...outcome, texts, digest: hashOf(texts.join('\n')), size };
}

function tooLarge(file: string, most: number): AppError {
  const message = `the manifests with their aliases written out exceed ${most} bytes at ${file}`;
  const hint = 'split the Application, or leave out aliases of large values';
  return new AppError({ code: 'render.too-large', kind: 'user', message, hint });
}

function objectTooLarge(what: string, size: number): AppError {
  const message = `${what} has ${size} bytes as JSON, and no Kubernetes API takes an object of more than ${LARGEST_OBJECT}`;
  return new AppError({ code: 'render.too-large', kind: 'user', message, hint: 'split the object' });
}
