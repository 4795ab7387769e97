import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../testkit/fake-clock.ts';
import {
  type Ask,
  type Compared,
  compareCreates,
  compareUpdates,
  HAS_RECORDED_ANSWERS,
} from '../testkit/recorded-answers.ts';
import { ADMIN, createKubelite } from './index.ts';

interface Differences {
  readonly accepted: readonly { readonly of: string; readonly reason: string }[];
}

const PLURALS: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  ConfigMap: '/api/v1/namespaces/facts/configmaps',
  Deployment: '/apis/apps/v1/namespaces/facts/deployments',
  ServiceAccount: '/api/v1/namespaces/facts/serviceaccounts',
  Service: '/api/v1/namespaces/facts/services',
  Widget: '/apis/facts.example/v1/namespaces/facts/widgets',
  PriorityClass: '/apis/scheduling.k8s.io/v1/priorityclasses',
  RuntimeClass: '/apis/node.k8s.io/v1/runtimeclasses',
};

const { prerequisites } = read('requests') as { readonly prerequisites: readonly { readonly kind: string }[] };
const { accepted } = read('differences') as Differences;

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./testdata/${name}.json`, import.meta.url), 'utf8'));
}

/** A server with what the recording had before it began. */
function preparedServer(): Ask {
  const kubelite = createKubelite({ clock: new FakeClock(), authorization: 'rbac', controllers: false });
  const token = kubelite.issueToken(ADMIN);
  const ask: Ask = (method, url, body) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = { authorization: [`Bearer ${token}`], 'content-type': [type] };
    const answer = kubelite.handle({ method, url, headers, body: Buffer.from(body) });
    const warnings = [answer.headers['warning'] ?? []].flat().filter((text) => text !== '');
    return {
      status: answer.status,
      body: answer.kind === 'full' ? answer.body.toString() : '',
      warnings: warnings.map((text) => JSON.parse(text.slice('299 - '.length)) as string),
    };
  };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  for (const object of [...prerequisites, account]) {
    const answer = ask('POST', PLURALS[object.kind] ?? '', JSON.stringify(object));
    if (answer.status !== 201) throw new Error(answer.body);
  }
  return ask;
}

function isAccepted({ id }: Compared): boolean {
  return accepted.some((one) => new RegExp(one.of).test(id));
}

function differs({ recorded, ours }: Compared): boolean {
  return JSON.stringify(recorded) !== JSON.stringify(ours);
}

/** What the summary of a run shows: all that differs by kind, the largest first. */
function tally(cases: readonly Compared[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of cases) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
}

describe.skipIf(!HAS_RECORDED_ANSWERS)('creates and updates beside a recorded server', () => {
  const different: string[] = [];

  test.each([
    { what: 'creates' as const, compare: compareCreates },
    { what: 'updates' as const, compare: compareUpdates },
  ])(
    '$what: code, reason, message, causes and warnings',
    ({ what, compare }) => {
      const cases = compare(preparedServer());
      const found = cases.filter((one) => differs(one));
      different.push(...found.map(({ id }) => id));
      const open = found.filter((one) => !isAccepted(one));
      const share = ((1 - found.length / cases.length) * 100).toFixed(2);
      process.stdout.write(
        `${what}: ${cases.length - found.length} of ${cases.length} identical (${share} %), ` +
          `${found.length - open.length} accepted, ${open.length} open: ${tally(open)}\n`,
      );
      expect(open.map(({ id, recorded, ours }) => ({ id, recorded, ours }))).toEqual([]);
    },
    300_000,
  );

  test('fewer than twenty differences are accepted, and all of them are there', () => {
    expect(different.length).toBeLessThan(20);
    const idle = accepted.filter(({ of }) => !different.some((id) => new RegExp(of).test(id)));
    expect(idle).toEqual([]);
  });
});
