/** Managed resources as a real Argo CD answered them: our comparison of the same two states says the same. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { maskSecrets } from '../mask/mask-secrets.ts';
import { compareObject } from './compare-object.ts';

const FOLDER = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'api', 'rest');

interface Recorded {
  readonly name: string;
  readonly target: KubeObject;
  readonly live: KubeObject;
  readonly normalized: Json;
  readonly predicted: Json;
  readonly modified: boolean;
}

describe.skipIf(!existsSync(FOLDER))('recorded comparisons', () => {
  test.each(recordedResources().map((recorded) => [recorded.name, recorded] as const))('%s', (_name, recorded) => {
    const comparison = compareObject(recorded.target, recorded.live);
    // Values of Secrets are masked in the recording, so that theirs differ wherever one was masked longer.
    const [normalized, predicted] = maskSecrets([comparison.normalizedLive, comparison.predictedLive]);
    const isSecret = recorded.live.kind === 'Secret';
    expect(comparison.modified).toBe(recorded.modified);
    if (isSecret) return;
    expect(normalized).toEqual(recorded.normalized);
    expect(predicted).toEqual(recorded.predicted);
  });
});

function recordedResources(): readonly Recorded[] {
  if (!existsSync(FOLDER)) return [];
  const found = new Map<string, Recorded>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'))) {
    for (const line of readFileSync(join(FOLDER, file), 'utf8').split('\n')) {
      if (!line.includes('normalizedLiveState')) continue;
      const items = memberAt(JSON.parse(line) as Json, 'response', 'json', 'items');
      for (const item of isList(items) ? items : []) {
        const recorded = fromItem(item);
        if (recorded !== undefined) found.set(JSON.stringify(item), recorded);
      }
    }
  }
  return [...found.values()];
}

function fromItem(item: Json): Recorded | undefined {
  const state = (key: string) => JSON.parse(textAt(item, key) ?? 'null') as Json;
  const target = state('targetState');
  const live = state('liveState');
  if (!isObject(target) || !isObject(live)) return undefined;
  return {
    name: `${textAt(item, 'kind') ?? ''} ${textAt(item, 'namespace') ?? ''}/${textAt(item, 'name') ?? ''}`,
    target: target as KubeObject,
    live: live as KubeObject,
    normalized: state('normalizedLiveState'),
    predicted: state('predictedLiveState'),
    modified: memberAt(item, 'modified') === true,
  };
}
