/** The recorded actions (`health/<group>/<kind>/actions` in the folder of recorded cases). */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { isList, isObject, type Json, member } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ActionResult, ResourceAction } from './action.ts';
import { discoverActions } from './discover-actions.ts';
import { runAction } from './run-action.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'health');
const FOLDERS = existsSync(ROOT) ? globSync('*/*/actions/tests.yaml', { cwd: ROOT }).map(dirname).sort() : [];
const NOW = Date.UTC(2023, 5, 22, 17, 36);

interface Discovery {
  readonly inputPath: string;
  readonly result: readonly Partial<ResourceAction & { readonly params: ResourceAction['parameters'] }>[];
}

interface Run {
  readonly action: string;
  readonly inputPath: string;
  readonly expectedOutputPath?: string;
  readonly expectedErrorMessage?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

describe.skipIf(FOLDERS.length === 0)('recorded actions', () => {
  for (const folder of FOLDERS) {
    const recorded = yaml(folder, 'tests.yaml') as { discoveryTests?: Discovery[]; actionTests?: Run[] };
    test.each((recorded.discoveryTests ?? []).map((one) => [one.inputPath, one] as const))(
      `${folder}: what is offered for %s`,
      (_path, { inputPath, result }) => {
        const offered = discoverActions({ object: yaml(folder, inputPath) as KubeObject, now: NOW }, []);
        expect(byName(offered)).toEqual(byName(result.map(completed)));
      },
    );
    test.each((recorded.actionTests ?? []).map((one, index) => [`${index} ${one.action}`, one] as const))(
      `${folder}: %s`,
      (_name, run) => {
        const object = yaml(folder, run.inputPath) as KubeObject;
        const results = (): readonly ActionResult[] =>
          runAction(run.action, { object, parameters: run.parameters ?? {}, now: NOW }, []);
        if (run.expectedErrorMessage !== undefined) return expect(results).toThrow(run.expectedErrorMessage);
        const expected = yaml(folder, run.expectedOutputPath ?? '');
        const wanted = isList(expected)
          ? expected.map((one) => [member(one, 'k8sOperation'), member(one, 'unstructuredObj')] as const)
          : [['patch', expected] as const];
        const found = results();
        expect(found.map(({ operation }) => operation)).toEqual(wanted.map(([operation]) => operation));
        found.forEach(({ resource }, index) => {
          expect(comparable(resource)).toMatchObject(comparable(wanted[index]?.[1] ?? null) as object);
        });
      },
    );
  }
});

function completed({ params = [], ...rest }: Discovery['result'][number]): ResourceAction {
  return { name: '', disabled: false, iconClass: '', displayName: '', parameters: params, ...rest };
}

function byName(actions: readonly ResourceAction[]): readonly ResourceAction[] {
  return [...actions].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/**
 * Times and the generated part of names are of the run; null is nothing. Of a Deployment the recorded files also show what
 * its controller made of the change.
 */
function comparable(value: Json): Json {
  const kind = member(value, 'kind');
  const shown = kind === 'Deployment' && isObject(value) ? { ...value, status: null } : value;
  return masked(shown, kind === 'Deployment' ? ['generation'] : []);
}

const STAMP = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?/;

function masked(value: Json, without: readonly string[]): Json {
  if (typeof value === 'string') return value.replace(STAMP, 'T').replace(/-\d{11,14}$/, '-N');
  if (isList(value)) return value.map((item) => masked(item, without));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key, item]) => (item ?? null) !== null && !without.includes(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, masked(item ?? null, without)]));
}

function yaml(folder: string, path: string): Json {
  return load(readFileSync(join(ROOT, folder, path), 'utf8'), { json: true }) as Json;
}
