/** The recorded verdicts of built-in kinds (`health` in the folder of recorded cases). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { healthOf } from './health-of.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'health');
const FOLDERS = [
  'built-in',
  'batch/CronJob',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'policy/PodDisruptionBudget',
];

interface Recorded {
  readonly inputPath: string;
  readonly healthStatus: { readonly status: string; readonly message?: string } | null;
}

describe.skipIf(!existsSync(ROOT))('recorded health', () => {
  for (const folder of FOLDERS) {
    const { tests } = yaml(join(folder, 'tests.yaml')) as { tests: readonly Recorded[] };
    test.each(tests.map((recorded) => [recorded.inputPath, recorded] as const))(`${folder} %s`, (path, recorded) => {
      const document = yaml(join(folder, path)) as Partial<KubeObject>;
      const verdict = healthOf({ apiVersion: '', kind: '', metadata: {}, ...document });
      const { status, message } = recorded.healthStatus ?? {};
      expect(verdict?.status).toBe(status);
      if (message !== undefined) expect(verdict?.message).toBe(message);
    });
  }
});

function yaml(path: string): unknown {
  return existsSync(ROOT) ? load(readFileSync(join(ROOT, path), 'utf8'), { json: true }) : { tests: [] };
}
