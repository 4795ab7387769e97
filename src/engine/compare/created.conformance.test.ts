/**
 * Objects of all built-in kinds and what a real API server made of them: an object just applied is in sync, with and
 * without the last-applied annotation.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { compareObject } from './compare-object.ts';
import { LAST_APPLIED_ANNOTATION } from './last-applied.ts';

const FILE = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'kube', 'facts', 'defaults.json');

interface Recorded {
  readonly case: string;
  readonly request: KubeObject;
  readonly response: KubeObject;
}

const recorded = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as readonly Recorded[]) : [];

describe.skipIf(!existsSync(FILE))('created objects', () => {
  test.each(recorded.filter(isCreated).map((it) => [it.case, it] as const))('%s', (_name, { request, response }) => {
    expect(compareObject(request, response).differences).toEqual([]);
    const annotations = { ...response.metadata.annotations, [LAST_APPLIED_ANNOTATION]: JSON.stringify(request) };
    const applied = { ...response, metadata: { ...response.metadata, annotations } };
    expect(compareObject(request, applied).differences).toEqual([]);
  });
});

/** What only the server can know: a gate that is off, a controller's work, defaults of a custom resource inside a list. */
const DIFFERENT = ['Pod: volumes', 'Node: everything', 'Widget: everything'];

/** Reviews and subresources answer with something else than what was sent. */
function isCreated({ case: name, request, response }: Recorded): boolean {
  return !DIFFERENT.includes(name) && response.kind === request.kind && response.metadata?.uid !== undefined;
}
