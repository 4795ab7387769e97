/** Builds of small kustomizations, with the output of Kustomize 5.8.1. */
import { expect, test } from 'vitest';
import { memoryKustomizeFiles } from '../../../testkit/memory-kustomize-files.ts';
import { Folder } from '../files/folder.ts';
import { build, writeResources } from './build.ts';

const OPTIONS = { helm: false, managedByLabel: false, version: 'v5.8.1' };

function built(files: Readonly<Record<string, string>>, path = ''): string {
  const contents = new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
  return writeResources(build(new Folder(memoryKustomizeFiles({ files: contents }), path), OPTIONS).resources);
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: main
        image: shop/web:1
        envFrom: [{configMapRef: {name: settings}}]
      - {name: side, image: shop/side}
`;

test('names, references, images and replicas go together', () => {
  const files = {
    'base/kustomization.yaml': `resources: [web.yaml]
configMapGenerator: [{name: settings, literals: [COLOUR=blue]}]
`,
    'base/web.yaml': DEPLOYMENT,
    'live/kustomization.yaml': `resources: [../base]
namePrefix: live-
namespace: shop
images: [{name: shop/web, newTag: "2"}]
replicas: [{name: web, count: 3}]
labels: [{pairs: {tier: front}, includeTemplates: true}]
`,
  };
  expect(built(files, 'live')).toBe(`apiVersion: v1
data:
  COLOUR: blue
kind: ConfigMap
metadata:
  labels:
    tier: front
  name: live-settings-5dhb468ddh
  namespace: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    tier: front
  name: live-web
  namespace: shop
spec:
  replicas: 3
  template:
    metadata:
      labels:
        tier: front
    spec:
      containers:
      - envFrom:
        - configMapRef:
            name: live-settings-5dhb468ddh
        image: shop/web:2
        name: main
      - image: shop/side
        name: side
`);
});

test('what a patch lists comes first', () => {
  const patch =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: side, $patch: delete}, {name: log, image: log}]}}}\n';
  const files = {
    'kustomization.yaml': `resources: [web.yaml]\npatches: [{path: p.yaml}]\n`,
    'web.yaml': DEPLOYMENT,
    'p.yaml': patch,
  };
  expect([...built(files).matchAll(/ name: (\w+)$/gm)].map(([, name]) => name)).toEqual([
    'web',
    'log',
    'settings',
    'main',
  ]);
});

test.each([
  ['no kustomization', {}, "unable to find one of 'kustomization.yaml'"],
  [
    'an unknown field',
    { 'kustomization.yaml': 'resource: [a]' },
    'invalid Kustomization: json: unknown field "resource"',
  ],
  ['a wrong type', { 'kustomization.yaml': 'resources: a' }, 'Kustomization.resources of type []string'],
  ['nothing in it', { 'kustomization.yaml': 'kind: Kustomization' }, 'kustomization.yaml is empty'],
  ['a missing file', { 'kustomization.yaml': 'resources: [a.yaml]' }, "accumulating resources from 'a.yaml'"],
  [
    'a base above',
    { 'a/kustomization.yaml': 'resources: [..]', 'kustomization.yaml': 'resources: [a]' },
    'cycle detected',
  ],
  ['an absolute base', { 'kustomization.yaml': 'resources: [/etc]' }, "new root '/etc' cannot be absolute"],
  [
    'a program',
    { 'kustomization.yaml': 'generators: [g.yaml]', 'g.yaml': 'apiVersion: x/v1\nkind: G\nmetadata: {name: g}' },
    "external plugins disabled; unable to load external plugin 'G'",
  ],
  [
    'an object twice',
    { 'kustomization.yaml': 'resources: [a.yaml, b.yaml]', 'a.yaml': DEPLOYMENT, 'b.yaml': DEPLOYMENT },
    'already registered id',
  ],
  [
    'two objects that a patch gives one name',
    {
      'kustomization.yaml':
        'resources: [a.yaml]\npatches: [{target: {kind: Deployment}, patch: \'[{"op":"replace","path":"/metadata/name","value":"one"}]\'}]',
      'a.yaml': `${DEPLOYMENT}\n---\n${DEPLOYMENT.replace('name: ', 'name: other-')}`,
    },
    'already registered id',
  ],
])('%s is refused', (_reason, files, why) => {
  expect(() =>
    built(files as Readonly<Record<string, string>>, Object.hasOwn(files, 'a/kustomization.yaml') ? 'a' : ''),
  ).toThrow(why);
});
