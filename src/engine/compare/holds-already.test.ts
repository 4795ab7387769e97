import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { compareObject } from './compare-object.ts';
import { type CompareOptions, DEFAULT_COMPARE_OPTIONS } from './compare-options.ts';
import { holdsAlready } from './holds-already.ts';
import { LAST_APPLIED_ANNOTATION } from './last-applied.ts';

/** A rule by jq wants the long way; this one takes nothing out. */
const THE_LONG_WAY: CompareOptions = {
  ...DEFAULT_COMPARE_OPTIONS,
  ignoreRules: [{ group: '*', kind: '*', jqPathExpressions: ['.nothing'] }],
};

/** Mostly left out: what it makes is seldom in sync. */
function rarely<T>(made: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: made });
}

const NAMES = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('', '1', '1000m', '250m', 'x');
const resources = fc.record({ requests: fc.record({ cpu: fc.constantFrom('1', '1000m', '250m') }) }, NO_KEYS());
const port = fc.record({ containerPort: fc.constantFrom(80, 81), protocol: fc.constantFrom('TCP', 'UDP') }, NO_KEYS());
const env = fc.record({ name: NAMES, value }, NO_KEYS());
const container = fc.record(
  {
    name: NAMES,
    image: value,
    imagePullPolicy: fc.constant('Always'),
    ports: fc.array(port, { maxLength: 2 }),
    env: fc.array(env, { maxLength: 2 }),
    args: fc.array(value, { maxLength: 2 }),
    resources,
    unknown: rarely(value),
  },
  { requiredKeys: ['name'] },
);
const strategy = fc.record(
  { type: fc.constantFrom('RollingUpdate', 'Recreate'), rollingUpdate: fc.constant({ maxSurge: 1 }) },
  NO_KEYS(),
);
const spec = fc.record(
  {
    replicas: fc.constantFrom(0, 1, 1, 1, 1, null),
    strategy,
    template: fc.record({ spec: fc.record({ containers: fc.array(container, { maxLength: 3 }) }) }),
    finalizers: rarely(fc.array(NAMES, { maxLength: 2 })),
  },
  NO_KEYS(),
);
const metadata = fc.record(
  {
    labels: fc.dictionary(NAMES, value, { maxKeys: 2 }),
    annotations: fc.dictionary(NAMES, value, { maxKeys: 2 }),
    finalizers: rarely(fc.array(NAMES, { maxLength: 2 })),
  },
  NO_KEYS(),
);
const deployment = fc
  .record(
    { metadata, spec, status: fc.record({ replicas: fc.constantFrom(0, 1) }) },
    { requiredKeys: ['metadata', 'spec'] },
  )
  .map((parts) => asObject({ apiVersion: 'apps/v1', kind: 'Deployment', ...parts }));

/** Both sides, often much alike: what the server or somebody else added, and what was applied before. */
const sides = fc
  .record({
    target: deployment,
    other: deployment,
    applied: fc.option(deployment),
    same: fc.boolean(),
    likeness: fc.nat(3),
  })
  .map(({ target, other, applied, same, likeness }) => {
    const live = likeness === 0 ? other : merged(other, target);
    return { target, live, applied: same ? target : (applied ?? undefined) };
  });

function NO_KEYS() {
  return { requiredKeys: [] };
}

function asObject(value: object): KubeObject {
  return JSON.parse(JSON.stringify(value)) as KubeObject;
}

/** `over` laid over `under`; lists of the same length element by element. */
function merged(under: unknown, over: unknown): never {
  if (Array.isArray(under) && Array.isArray(over) && under.length === over.length) {
    return over.map((item, at) => merged(under[at], item)) as never;
  }
  if (!isPlain(under) || !isPlain(over)) return (over ?? under) as never;
  const both: Record<string, unknown> = { ...under };
  for (const [key, item] of Object.entries(over)) both[key] = merged(both[key], item);
  return both as never;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withApplied(live: KubeObject, applied: KubeObject | undefined): KubeObject {
  if (applied === undefined) return live;
  const annotations = { ...live.metadata.annotations, [LAST_APPLIED_ANNOTATION]: JSON.stringify(applied) };
  return { ...live, metadata: { ...live.metadata, annotations } };
}

test.each([
  ['a kind that merges strategically', 'apps/v1'],
  ['a custom kind', 'example.com/v1'],
])('the short way answers as the long one: %s', (_kind, apiVersion) => {
  let held = 0;
  fc.assert(
    fc.property(sides, (found) => {
      const target = { ...found.target, apiVersion };
      const live = withApplied({ ...found.live, apiVersion }, found.applied && { ...found.applied, apiVersion });
      const short = outcome(target, live, DEFAULT_COMPARE_OPTIONS);
      if (short.held) held += 1;
      const { modified, differences, error } = outcome(target, live, THE_LONG_WAY);
      expect({ modified: short.modified, differences: short.differences, error: short.error }).toEqual({
        modified,
        differences,
        error,
      });
    }),
    { numRuns: 200, seed: 7 },
  );
  expect(held).toBeGreaterThan(10);
});

function outcome(target: KubeObject, live: KubeObject, options: CompareOptions) {
  try {
    const result = compareObject(target, live, options);
    const held = Object.getOwnPropertyDescriptor(result, 'normalizedLive')?.get !== undefined;
    return { held, modified: result.modified, differences: result.differences, error: '' };
  } catch (error) {
    return { held: false, modified: false, differences: [], error: String(error) };
  }
}

const held: readonly [string, JsonObject, JsonObject, boolean][] = [
  ['what the server fills in', { spec: { replicas: 1 } }, { spec: { replicas: 1, paused: false } }, true],
  ['a wanted null', { spec: { replicas: null } }, { spec: { replicas: null } }, false],
  ['a value of another form', { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, false],
  [
    'a field whose neighbours are to go',
    { spec: { strategy: { type: 'Recreate' } } },
    { spec: { strategy: { type: 'Recreate', rollingUpdate: {} } } },
    false,
  ],
  ['a list of words that merges', { metadata: { finalizers: ['b'] } }, { metadata: { finalizers: ['b'] } }, false],
  [
    'elements that were added',
    { spec: { template: { spec: { containers: [{ name: 'a' }] } } } },
    { spec: { template: { spec: { containers: [{ name: 'a' }, { name: 'side' }] } } } },
    false,
  ],
  [
    'elements with more members',
    { spec: { template: { spec: { containers: [{ name: 'a' }] } } } },
    { spec: { template: { spec: { containers: [{ name: 'a', image: 'x' }] } } } },
    true,
  ],
];

test.each(held)('%s', (_what, wanted, found, expected) => {
  const base = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: {} };
  const schema = BUILTIN_SCHEMAS.schemaOf('apps/v1', 'Deployment');
  const target = { ...base, ...wanted } as KubeObject;
  expect(holdsAlready({ original: undefined, target, live: { ...base, ...found } as KubeObject }, schema)).toBe(
    expected,
  );
});
