import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import type { Chart } from '../chart/chart.ts';
import { loadChart } from '../chart/load-chart.ts';
import type { Coalescing } from '../values/coalesce.ts';
import { tableOf } from '../values/table.ts';
import { toJson } from '../values/to-json.ts';
import { keepEnabled } from './enabled.ts';
import { importValues } from './import-values.ts';
import { refuseMissing } from './missing.ts';
import { type WorkingChart, workingChart } from './working-chart.ts';

const SILENT: Coalescing = { helm: 4, nulls: 'remove', warn: () => undefined };

interface Sketch {
  readonly dependencies?: readonly JsonObject[];
  readonly values?: JsonObject;
  readonly charts?: Readonly<Record<string, Sketch>>;
}

function filesOf(name: string, sketch: Sketch, prefix = ''): readonly { name: string; data: Buffer }[] {
  const { dependencies, values = {}, charts = {} } = sketch;
  const metadata = { apiVersion: 'v2', name, version: '1.2.3', ...(dependencies && { dependencies }) };
  return [
    { name: `${prefix}Chart.yaml`, data: Buffer.from(JSON.stringify(metadata)) },
    { name: `${prefix}values.yaml`, data: Buffer.from(JSON.stringify(values)) },
    ...Object.entries(charts).flatMap(([sub, inner]) => filesOf(sub, inner, `${prefix}charts/${sub}/`)),
  ];
}

function chartOf(sketch: Sketch): Chart {
  return loadChart(filesOf('root', sketch), { helm: 4 });
}

/** Names of the charts that take part, with those inside them. */
function treeOf(sketch: Sketch, given: JsonObject = {}): readonly string[] {
  const root = workingChart(chartOf(sketch));
  keepEnabled(root, tableOf(given), SILENT);
  const paths = (chart: WorkingChart): readonly string[] => [chart.fullPath, ...chart.dependencies.flatMap(paths)];
  return paths(root).slice(1);
}

function withDependency(dependency: JsonObject, values: JsonObject = {}): Sketch {
  return { dependencies: [{ name: 'a', version: '*', ...dependency }], values, charts: { a: {} } };
}

test.each([
  ['no condition', withDependency({}), {}, true],
  ['a condition that is false', withDependency({ condition: 'a.on' }, { a: { on: false } }), {}, false],
  ['given values decide', withDependency({ condition: 'a.on' }, { a: { on: false } }), { a: { on: true } }, true],
  ['the first condition that is there', withDependency({ condition: 'x.y,a.on' }), { a: { on: false } }, false],
  ['a condition that is no boolean', withDependency({ condition: 'a.on' }), { a: { on: 'no' } }, true],
  ['a tag that is false', withDependency({ tags: ['t'] }), { tags: { t: false } }, false],
  ['one true tag is enough', withDependency({ tags: ['t', 'u'] }), { tags: { t: false, u: true } }, true],
  [
    'a condition beats tags',
    withDependency({ tags: ['t'], condition: 'a.on' }),
    { tags: { t: false }, a: { on: true } },
    true,
  ],
  ['a version that does not fit', withDependency({ version: '^2.0.0' }), {}, true],
] as const)('%s', (_reason, sketch, given, expected) => {
  expect(treeOf(sketch, given)).toEqual(expected ? ['root/charts/a'] : []);
});

test('aliases give names, also several to one chart', () => {
  const dependencies = [
    { name: 'a', version: '*', alias: 'one', condition: 'one.on' },
    { name: 'a', version: '*', alias: 'two' },
  ];
  const sketch = { dependencies, charts: { a: { charts: { b: {} } } } };
  expect(treeOf(sketch)).toEqual([
    'root/charts/one',
    'root/charts/one/charts/b',
    'root/charts/two',
    'root/charts/two/charts/b',
  ]);
  expect(treeOf(sketch, { one: { on: false } })).toEqual(['root/charts/two', 'root/charts/two/charts/b']);
});

test('conditions of charts further down are asked below their names', () => {
  const inner = { dependencies: [{ name: 'b', version: '*', condition: 'b.on' }], charts: { b: {} } };
  const sketch = { dependencies: [{ name: 'a', version: '*' }], charts: { a: inner } };
  expect(treeOf(sketch, { a: { b: { on: false } } })).toEqual(['root/charts/a']);
});

test('a chart that nobody asks for takes part', () => {
  expect(treeOf({ dependencies: [{ name: 'a', version: '*' }], charts: { a: {}, b: {} } })).toEqual([
    'root/charts/b',
    'root/charts/a',
  ]);
});

test.each([
  ['exports', ['data'], { exports: { data: { x: 1 } } }, { x: 1 }],
  ['child and parent', [{ child: 'in.ner', parent: 'o.p' }], { in: { ner: { x: 1 } } }, { o: { p: { x: 1 } } }],
  ['into the root', [{ child: 'in', parent: '.' }], { in: { x: 1 } }, { x: 1 }],
  ['own values win', ['data'], { exports: { data: { own: 'no', x: 1 } } }, { own: 'yes', x: 1 }],
  ['nothing there', ['data'], {}, {}],
] as const)('import-values: %s', (_reason, imported, values, expected) => {
  const root = workingChart(
    chartOf({
      dependencies: [{ name: 'a', version: '*', 'import-values': imported }],
      values: { own: 'yes' },
      charts: { a: { values } },
    }),
  );
  keepEnabled(root, new Map(), SILENT);
  importValues(root, SILENT);
  expect(toJson(root.values)).toMatchObject(expected);
});

test('what is missing in charts/ is named', () => {
  const chart = chartOf({ dependencies: [{ name: 'x' }, { name: 'a' }, { name: 'y' }], charts: { a: {} } });
  expect(() => refuseMissing(chart, 4)).toThrow('found in Chart.yaml, but missing in charts/ directory: x, y');
});

test('the loaded chart is not changed', () => {
  const chart = chartOf({
    dependencies: [{ name: 'a', version: '*', alias: 'b', 'import-values': ['d'] }],
    charts: { a: {} },
  });
  const before = structuredClone(chart);
  const root = workingChart(chart);
  keepEnabled(root, tableOf({ b: { x: 1 } }), SILENT);
  importValues(root, SILENT);
  expect(chart).toEqual(before);
});
