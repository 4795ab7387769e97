/** Random charts with subcharts, conditions, tags, aliases and import-values, and random values and set texts for them. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../base/json-value.ts';

export interface RandomCase {
  /** Files by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly values: JsonObject;
  readonly sets: readonly string[];
}

interface Node {
  readonly dependencies: readonly JsonObject[];
  readonly values: JsonObject;
  readonly charts: readonly (readonly [string, Node])[];
  readonly isV1: boolean;
}

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom('s', '', '0x1', '1e3'),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json; map: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 2 }), tie('map')),
  map: fc.dictionary(fc.constantFrom('k', 'l', 'enabled', 'exports'), tie('value'), { maxKeys: 3 }),
})).value;
const map = fc.dictionary(fc.constantFrom('k', 'l', 'enabled', 'd1'), value, { maxKeys: 3 });

/** The places of subcharts hold maps: what else stands there is an error that names any one of them. */
const values: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      k: value,
      l: value,
      a: map,
      b: map,
      c: map,
      al: map,
      global: map,
      exports: map,
      tags: fc.constantFrom({ t1: false }, { t1: true }, { t2: false }),
    },
    { requiredKeys: [] },
  )
  .map((all) => ({ ...all }));

const dependency: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      name: fc.constantFrom('a', 'b', 'c'),
      version: fc.constantFrom('1.2.3', '^1.0.0', '*', '>2'),
      alias: fc.constantFrom('al', 'al2'),
      condition: fc.constantFrom('a.enabled', 'b.enabled,a.enabled', 'global.enabled', 'al.enabled'),
      tags: fc.constantFrom(['t1'], ['t1', 't2']),
      'import-values': fc.constantFrom(['d1'], [{ child: 'k', parent: 'l' }], [{ child: 'exports', parent: '.' }]),
    },
    { requiredKeys: ['name', 'version'] },
  )
  .map((one): JsonObject => JSON.parse(JSON.stringify(one)));

const node: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.record({
    dependencies: fc.uniqueArray(dependency, { maxLength: 3, selector: (one) => String(one['alias'] ?? one['name']) }),
    values,
    charts: fc.oneof(
      { maxDepth: 2 },
      fc.constant([]),
      fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('node')), {
        maxLength: 3,
        selector: ([name]) => name,
      }),
    ),
    isV1: fc.boolean(),
  }),
})).node;

const TEMPLATE =
  'shown: {{ printf "%s %t %s" .Chart.Name .Chart.IsRoot (toJson .Values) | quote }}\nsubcharts: {{ .Subcharts | keys | sortAlpha | toJson }}\n';

function filesOf(name: string, chart: Node, prefix: string): Readonly<Record<string, string>> {
  const there = chart.charts.map(([sub]) => sub);
  // What is missing in charts/ would end every case in the same error.
  const dependencies = chart.dependencies.filter((one) => there.includes(String(one['name'])));
  const more = dependencies.length === 0 ? {} : { dependencies };
  const metadata = { apiVersion: chart.isV1 ? 'v1' : 'v2', name, version: '1.2.3', ...(chart.isV1 ? {} : more) };
  return Object.assign(
    {
      [`${prefix}Chart.yaml`]: JSON.stringify(metadata),
      [`${prefix}values.yaml`]: JSON.stringify(chart.values),
      [`${prefix}templates/shown.yaml`]: TEMPLATE,
      ...(chart.isV1 && dependencies.length > 0 ? { [`${prefix}requirements.yaml`]: JSON.stringify(more) } : {}),
    },
    ...chart.charts.map(([sub, inner]) => filesOf(sub, inner, `${prefix}charts/${sub}/`)),
  );
}

const path = fc.constantFrom(
  'k',
  'l',
  'a.k',
  'global.x',
  'l[0]',
  'l[1].m',
  'k[0][1]',
  'x\\.y',
  'b',
  'a.enabled',
  'al.enabled',
);
const word = fc.constantFrom(
  '1',
  '0',
  '01',
  'true',
  'null',
  'x',
  '',
  '{1,2}',
  'a\\,b',
  '-1',
  '9223372036854775808',
  '{}',
  'é',
);
const set = fc
  .array(
    fc.tuple(path, word).map((pair) => pair.join('=')),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.join(','));

/** A chart `root` with everything that is given to it. */
export const randomCases: fc.Arbitrary<RandomCase> = fc.record({
  files: node.map((chart) => filesOf('root', chart, '')),
  values,
  sets: fc.array(set, { maxLength: 2 }),
});
