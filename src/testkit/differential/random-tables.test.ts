import { expect, test } from 'vitest';
import { structType } from '../../kube/builtin/type-table.ts';
import { randomNumbers } from '../conversation/random-programs.ts';
import { validObjects } from './mistaken-objects.ts';
import { columnsPlace, randomColumns } from './random-columns.ts';
import { rowsOf, tableRequests } from './random-tables.ts';
import { randomChange, randomStruct } from './random-values.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const [pod] = validObjects();

test('the same seed asks the same: a create, changed ones, statuses, and reads in every form', () => {
  if (pod === undefined) throw new Error('there are objects');
  const asking = { seed: 5, object: pod, now: NOW, namespace: 'n', rounds: 3 };
  const requests = tableRequests(asking);
  expect(requests.map(({ method }) => method).join(' ')).toBe(
    'POST POST POST POST PUT PUT PUT GET GET GET GET GET GET GET GET',
  );
  expect(tableRequests(asking)).toEqual(requests);
  expect(tableRequests({ ...asking, seed: 6 })).not.toEqual(requests);
});

test('random statuses have what must be there, and know no other fields', () => {
  const values = { random: randomNumbers(1), now: NOW, names: ['main'] };
  const known = structType('core/v1.PodStatus')?.byName ?? new Map();
  for (let round = 0; round < 20; round += 1) {
    expect(Object.keys(randomStruct(values, 'core/v1.PodStatus')).filter((name) => !known.has(name))).toEqual([]);
    expect(randomChange(values, { spec: { containers: [] } }, 'core/v1.Pod')).toBeTypeOf('object');
  }
});

test('rows without what differs between two runs', () => {
  const table = {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    columnDefinitions: [{ name: 'Name', type: 'string', description: 'words' }],
    rows: [{ cells: ['a', '12s', '10.96.0.7', 80], object: { kind: 'Pod' } }],
  };
  const reply = { code: 200, headers: {}, body: Buffer.from(JSON.stringify(table)) };
  const columns = [{ name: 'Name', type: 'string' }];
  const head = { code: 200, apiVersion: 'meta.k8s.io/v1', columns };
  expect(rowsOf(reply)).toEqual({ ...head, rows: [{ kind: 'Pod', cells: ['a', 'AGE', 'IP', 80] }] });
  expect(rowsOf(reply, 'read')).toEqual({ ...head, rows: [{ kind: 'Pod' }] });
  expect(rowsOf({ ...reply, code: 422 })).toEqual({ code: 422 });
});

test('columns of a definition and objects of its kind', () => {
  const made = randomColumns(7, NOW);
  expect(columnsPlace(made)).toBe('/apis/columns.example.org/v1/w7s');
  expect(made.objects.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'W7'));
  expect(randomColumns(7, NOW)).toEqual(made);
});
