/** Objects of kinds of one's own at random, with definitions that say what they refer to and how their lists merge. */

import { maybe, type Project, put, write } from './random-project.fixture.ts';
import { container, Dice, type Fields, type Value, word } from './random-world.fixture.ts';
import { yamlOf } from './random-yaml.fixture.ts';

const REFERENCES = {
  'shop.example.com/v1.Widget': {
    Schema: {
      description: 'x',
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        spec: { $ref: 'shop.example.com/v1.WidgetSpec' },
      },
    },
    Dependencies: ['shop.example.com/v1.WidgetSpec'],
  },
  'shop.example.com/v1.WidgetSpec': {
    Schema: {
      properties: {
        secretRef: {
          'x-kubernetes-object-ref-api-version': 'v1',
          'x-kubernetes-object-ref-kind': 'Secret',
          type: 'object',
        },
        owner: {
          'x-kubernetes-object-ref-api-version': 'shop.example.com/v1',
          'x-kubernetes-object-ref-kind': 'Owner',
          'x-kubernetes-object-ref-name-key': 'called',
          type: 'object',
        },
        labels: { 'x-kubernetes-label-selector': '', type: 'object' },
        notes: { 'x-kubernetes-annotation': '', type: 'object' },
        who: { 'x-kubernetes-identity': '', type: 'string' },
      },
    },
  },
};

/** Returns the folder to build. */
export function ownKinds(project: Project): string {
  const { dice, files } = project;
  const widget = (name: string): Fields => ({
    apiVersion: 'shop.example.com/v1',
    kind: 'Widget',
    metadata: { name, namespace: maybe(dice, 20, () => 'shop') },
    spec: {
      secretRef: { name: 'creds', namespace: maybe(dice, 10, () => 'shop') },
      owner: { called: 'boss' },
      labels: { a: 'b' },
      notes: {},
      who: 'me',
      parts: [
        { id: 'a', size: 1, tags: ['x'] },
        { id: 'b', size: dice.pick<Value>([2, null, '2']) },
      ],
      template: { spec: { containers: [container(dice, 'main')] } },
    },
  });
  const defaults = '&defaults';
  files['base/anchors.yaml'] = [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata: {name: anchored, labels: &l {a: b}, annotations: *l}',
    `data: ${dice.chance(50) ? defaults : ''} {k: v, ${dice.pick(['y: n', 'n: "1"', '0x1: a', 'on: off', 'k2: ~', 'k3: 2020-01-01'])}}`,
    '',
  ]
    .join('\n')
    .replace('data:  {', 'data: {');
  put(
    project,
    'base/all.yaml',
    widget('one'),
    ...dice.some([widget('two')], 50),
    { apiVersion: 'shop.example.com/v1', kind: 'Owner', metadata: { name: 'boss' } },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'creds' }, data: { k: 'eA==' } },
    ...dice.some<Fields>(
      [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'creds', namespace: 'shop' }, data: { k: 'eQ==' } }],
      30,
    ),
  );
  files['base/refs.json'] = JSON.stringify(REFERENCES);
  write(project, 'base', {
    resources: ['all.yaml', ...dice.some(['anchors.yaml'], 50)],
    crds: maybe(dice, 80, () => ['refs.json']),
    namePrefix: maybe(dice, 40, () => 'b-'),
  });
  files['top/schema.yaml'] = yamlOf(new Dice(1), {
    definitions: {
      'example.Widget': {
        type: 'object',
        properties: {
          spec: {
            type: 'object',
            properties: {
              parts: {
                type: 'array',
                items: { type: 'object' },
                'x-kubernetes-patch-merge-key': 'id',
                'x-kubernetes-patch-strategy': 'merge',
              },
              template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' },
            },
          },
        },
        'x-kubernetes-group-version-kind': [{ group: 'shop.example.com', kind: 'Widget', version: 'v1' }],
      },
    },
  });
  const part = dice.pick<Value>([
    { id: 'b', size: null },
    { id: 'a', $patch: 'delete' },
    { id: 'c', size: 3 },
    { $patch: 'replace', id: 'b' },
  ]);
  const patch = {
    apiVersion: 'shop.example.com/v1',
    kind: 'Widget',
    metadata: { name: 'x' },
    spec: {
      parts: [part, ...dice.some<Value>([{ $patch: 'replace' }], 10)],
      template: {
        spec: { containers: [{ name: 'main', image: 'patched' }, ...dice.some<Value>([{ name: 'more' }], 50)] },
      },
    },
  };
  write(project, 'top', {
    resources: ['../base'],
    openapi: maybe(dice, 60, () => ({ path: 'schema.yaml' })),
    patches: dice.some<Value>(
      [
        { target: { kind: 'Widget' }, patch: yamlOf(dice, patch) },
        { target: { kind: 'ConfigMap' }, patch: '- {op: add, path: /data/added, value: "1"}' },
      ],
      70,
    ),
    namePrefix: maybe(dice, 50, () => 't-'),
    namespace: maybe(dice, 40, () => 'top'),
    commonLabels: maybe(dice, 40, () => ({ c: word(dice) })),
    commonAnnotations: maybe(dice, 40, () => ({ [dice.chance(5) ? 'n' : 'note']: 'x' })),
    transformers: undefined,
  });
  return 'top';
}
