/**
 * compare(apply(x)) is empty: objects of all built-in kinds, whole and with random members left out, applied to the embedded
 * Kubernetes API by the guarded writer, client-side and server-side, are in sync at once. A second apply of whole ones changes
 * nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { compareObject } from '../../engine/compare/compare-object.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ApiResource, Discovery } from '../../ports/kube.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { type MemoryKube, memoryKube } from '../../testkit/memory-kube.ts';
import { type ApplyOrder, createGuardedWriter, type GuardedWriter } from './guarded-write.ts';

const FILE = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'kube', 'facts', 'defaults.json');
const RUNS = 15;
const SIDES = ['client-side', 'server-side'] as const;
/** What only the server can know: a controller's work, a gate that is off. */
const DIFFERENT = ['Pod: volumes', 'Node: everything', 'Widget: everything'];
/**
 * Kinds whose second apply is not a law yet: RBAC is reconciled before it is applied, and a reference without its group is not
 * seen to be the one that stands there; a Node is written anew.
 */
const NOT_AGAIN = ['RoleBinding', 'Node'];

interface Recorded {
  readonly case: string;
  readonly request: KubeObject;
  readonly response: KubeObject;
}

const all = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as readonly Recorded[]) : [];
const recorded = all.filter(
  ({ case: name, request, response }) =>
    !DIFFERENT.includes(name) && response.kind === request.kind && response.metadata?.uid !== undefined,
);

let api: MemoryKube;
let discovery: Discovery;
let writer: GuardedWriter;

beforeAll(async () => {
  const clock = new FakeClock();
  api = memoryKube({ clock });
  discovery = await api.discover();
  const resourceFor = (group: string, kind: string, version?: string) => resourceOf({ group, kind, version });
  const cluster = { kube: api, resourceFor, observe: () => undefined } as unknown as LiveCluster;
  const fence = { check: () => undefined };
  writer = createGuardedWriter({
    cluster,
    schemas: BUILTIN_SCHEMAS,
    clock,
    fence: fence as never,
    denies: () => undefined,
  });
});

afterAll(() => api?.kubelite.close());

function resourceOf({ group, kind, version }: { group: string; kind: string; version?: string | undefined }) {
  return discovery.resources.find(
    (it) => it.group === group && it.kind === kind && (version === undefined || it.version === version),
  );
}

function typeOf(object: KubeObject): ApiResource | undefined {
  const [version = '', group = ''] = object.apiVersion.split('/').reverse();
  return resourceOf({ group, kind: object.kind, version });
}

/**
 * Members that are left out: a way down from the top, by numbers. What becomes empty goes, too: an empty map beside none is a
 * change to a server where the field is immutable.
 */
function without(value: Json, way: readonly number[]): Json | undefined {
  const [first = 0, ...rest] = way;
  if (Array.isArray(value)) {
    const at = first % Math.max(1, value.length);
    const items = value.flatMap((item: Json, index: number) => (index === at ? (without(item, rest) ?? []) : item));
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return value;
  const names = Object.keys(value);
  const name = names[first % Math.max(1, names.length)];
  if (name === undefined) return undefined;
  const { [name]: member, ...others } = value;
  const left = rest.length === 0 || member === undefined ? undefined : without(member, rest);
  const changed = left === undefined ? others : { ...others, [name]: left };
  return Object.keys(changed).length === 0 ? undefined : changed;
}

const ways = fc.array(fc.array(fc.nat({ max: 30 }), { minLength: 2, maxLength: 7 }), { maxLength: 3 });

function generated(request: KubeObject, cuts: readonly (readonly number[])[]): KubeObject {
  const { metadata, apiVersion, kind, ...rest } = request;
  const cut = cuts.reduce<Json>((value, way) => without(value, way) ?? {}, rest as unknown as Json);
  return { ...(cut as JsonObject), apiVersion, kind, metadata } as KubeObject;
}

/** With the name and the namespace that a repository's manifests have by the time they are applied. */
function placed({ metadata: { generateName: _, ...metadata }, ...object }: KubeObject, type: ApiResource): KubeObject {
  const name = metadata.name ?? 'generated';
  const namespace = type.namespaced ? { namespace: metadata.namespace ?? 'default' } : {};
  return { ...object, metadata: { ...metadata, name, ...namespace } };
}

/** Undefined where the server refuses the object. */
async function differences(
  given: KubeObject,
  { side, again }: { readonly side: (typeof SIDES)[number]; readonly again: boolean },
): Promise<readonly unknown[] | undefined> {
  const type = typeOf(given);
  if (type === undefined) return undefined;
  const target = placed(given, type);
  const address = { type, namespace: target.metadata.namespace ?? '', name: target.metadata.name ?? '' };
  await api.delete(address, { propagation: 'Background' });
  const left = await api.get(address);
  if (left !== undefined) return undefined;
  const mode = { kind: side, force: false, migrateFrom: undefined } as never;
  const applied = await writer.apply({ target, live: undefined, mode, dryRun: false });
  if (applied.kind === 'failed') return undefined;
  const live = await api.get(address);
  if (live === undefined) return ['it is not there'];
  return [...differing(target, live), ...(again ? await changedAgain({ target, live, mode }) : [])];
}

/** What cannot be compared says so, and is no difference. */
function differing(target: KubeObject, live: KubeObject): readonly unknown[] {
  try {
    return compareObject(target, live).differences;
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

async function changedAgain(order: Pick<ApplyOrder, 'target' | 'mode'> & { readonly live: KubeObject }) {
  const { target, live } = order;
  if (NOT_AGAIN.includes(target.kind)) return [];
  const again = await writer.apply({ ...order, dryRun: false });
  if (again.kind === 'failed') return [again.message];
  return again.object?.metadata.resourceVersion === live.metadata.resourceVersion ? [] : ['a second apply changed it'];
}

describe.skipIf(!existsSync(FILE))('compare(apply(x)) is empty', () => {
  test.each(SIDES)(
    '%s: whole objects of all kinds',
    async (side) => {
      const wrong: unknown[] = [];
      let taken = 0;
      for (const { case: name, request } of recorded) {
        const found = await differences(request, { side, again: true });
        if (found !== undefined) taken += 1;
        if (found !== undefined && found.length > 0) wrong.push([name, found]);
      }
      expect(wrong).toEqual([]);
      expect(taken).toBeGreaterThan(recorded.length / 2);
    },
    300_000,
  );

  test.each(recorded.map(({ case: name, request }) => [name, request] as const))(
    '%s, with members left out',
    async (_, request) => {
      await fc.assert(
        fc.asyncProperty(ways, fc.constantFrom(...SIDES), async (cuts, side) => {
          expect((await differences(generated(request, cuts), { side, again: false })) ?? []).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    300_000,
  );
});
