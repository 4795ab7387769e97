/** The recorded verdicts on kinds of the library (`health` in the folder of recorded cases): status and message. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gvkOf, type KubeObject } from '../../../kube/object/kube-object.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { builtinCheck } from '../registry.ts';
import { libraryCheck } from './registry.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'health');

interface Recorded {
  readonly inputPath: string;
  /** Null: no verdict. */
  readonly healthStatus: { readonly status: string; readonly message?: string } | null;
}

describe.skipIf(!existsSync(ROOT))('recorded health', () => {
  for (const folder of foldersOf(ROOT)) {
    const { tests } = yaml(join(folder, 'tests.yaml')) as { tests: readonly Recorded[] };
    test.each(tests.map((recorded) => [recorded.inputPath, recorded] as const))(`${folder} %s`, (path, recorded) => {
      const document = { metadata: {}, ...(yaml(join(folder, path)) as object) } as KubeObject;
      const { group, kind } = gvkOf(document);
      const check = libraryCheck(group, kind) ?? builtinCheck(group, kind);
      expect(check?.check(document)).toEqual(verdictFrom(recorded));
    });
  }
});

function verdictFrom({ healthStatus }: Recorded): unknown {
  if (healthStatus === null) return undefined;
  const { status, message = '' } = healthStatus;
  return message === '' ? { status } : { status, message };
}

/** All `group/kind` that have recordings; those of built-in kinds have no messages and a test of their own. */
function foldersOf(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((group) => {
    if (group === 'built-in' || group.includes('README')) return [];
    const kinds = readdirSync(join(root, group)).map((kind) => join(group, kind));
    return kinds.filter((folder) => existsSync(join(root, folder, 'tests.yaml')));
  });
}

function yaml(path: string): unknown {
  return readYaml(readFileSync(join(ROOT, path), 'utf8'));
}
