/** The recorded verdicts of built-in kinds (`health/built-in` in the folder of recorded cases). They state no messages. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { healthOf } from './health-of.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'health', 'built-in');

interface Recorded {
  readonly inputPath: string;
  readonly healthStatus: { readonly status: string } | null;
}

describe.skipIf(!existsSync(ROOT))('recorded health of built-in kinds', () => {
  const { tests } = yaml('tests.yaml') as { tests: readonly Recorded[] };
  test.each(tests.map((recorded) => [recorded.inputPath, recorded] as const))('%s', (path, recorded) => {
    const document = yaml(path) as Partial<KubeObject>;
    const verdict = healthOf({ apiVersion: '', kind: '', metadata: {}, ...document });
    expect(verdict?.status).toBe(recorded.healthStatus?.status);
  });
});

function yaml(path: string): unknown {
  return existsSync(ROOT) ? readYaml(readFileSync(join(ROOT, path), 'utf8')) : { tests: [] };
}
