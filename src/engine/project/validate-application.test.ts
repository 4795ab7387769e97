import { expect, test } from 'vitest';
import type { AppProject, AppProjectSpec } from '../../api/app-project/fields.ts';
import type { Application, ApplicationSpec } from '../../api/application/fields.ts';
import { type InstallationFacts, validateApplication } from './validate-application.ts';

const SERVER = 'https://kubernetes.default.svc';
const SOURCE = { repoURL: 'https://git/app', path: '.' };
const HYDRATOR = {
  drySource: { ...SOURCE, targetRevision: 'main' },
  syncSource: { targetBranch: 'env/prod', path: 'out' },
};
const OPEN: AppProjectSpec = { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }] };

function project(name: string, spec: AppProjectSpec, labels: Record<string, string> = {}): [string, AppProject] {
  return [
    name,
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name, labels }, spec, status: {} },
  ];
}

const FACTS: InstallationFacts = {
  controlNamespace: 'argocd',
  inClusterEnabled: true,
  projects: new Map([
    project('default', OPEN),
    project('narrow', { sourceRepos: ['https://git/other'], destinations: [{ server: SERVER, namespace: 'shop' }] }),
    project('team', { sourceRepos: [], destinations: [] }, { kind: 'team' }),
    project('everyone', { sourceRepos: ['https://git/*'] }),
  ]),
  globalProjects: [{ projectName: 'everyone', labelSelector: { matchLabels: { kind: 'team' } } }],
  clusters: [
    { server: 'https://own', name: 'own', project: 'team', namespaces: ['shop'] },
    { server: 'https://twin-1', name: 'twin', project: '', namespaces: [] },
    { server: 'https://twin-2', name: 'twin', project: '', namespaces: [] },
  ],
  repositories: [],
};

function messages(spec: Partial<ApplicationSpec>, namespace = 'argocd'): readonly string[] {
  const whole = { project: 'default', source: SOURCE, destination: { server: SERVER, namespace: 'shop' }, ...spec };
  const app: Application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'a', namespace },
    spec: whole,
  };
  const result = validateApplication(app, FACTS);
  return result.kind === 'valid' ? [] : result.conditions.map(({ type, message }) => `${type}: ${message}`);
}

test.each<[string, Partial<ApplicationSpec>, readonly string[]]>([
  ['a good one', {}, []],
  ['an empty project is the default one', { project: '' }, []],
  ['a missing project', { project: 'gone' }, ['Application referencing project gone which does not exist']],
  [
    'neither path nor chart',
    { source: { repoURL: 'https://git/app' } },
    ['spec.source.repoURL and either spec.source.path or spec.source.chart are required'],
  ],
  [
    'a chart without a version',
    { source: { repoURL: 'https://charts', chart: 'web' } },
    ['spec.source.targetRevision is required if the manifest source is a helm chart'],
  ],
  [
    'an incomplete one of several',
    { sources: [SOURCE, { repoURL: 'https://git/app', targetRevision: 'main', helm: {} }] },
    [
      'spec.source.repoURL and either source.path, source.chart, or source.ref are required for source {https://git/app  main &ApplicationSourceHelm{ValueFiles:[],Parameters:[]HelmParameter{},ReleaseName:,Values:,FileParameters:[]HelmFileParameter{},Version:,PassCredentials:false,IgnoreMissingValueFiles:false,SkipCrds:false,ValuesObject:nil,Namespace:,KubeVersion:,APIVersions:[],SkipTests:false,SkipSchemaValidation:false,} nil nil nil    }',
    ],
  ],
  ['a ref source without a path', { sources: [{ repoURL: 'https://git/app', ref: 'values' }] }, []],
  ['no destination', { destination: {} }, ['Destination server missing from app spec']],
  ['an unknown name', { destination: { name: 'nowhere' } }, ['there are no clusters with this name: nowhere']],
  [
    'an unknown server',
    { destination: { server: 'https://x' } },
    ['error getting cluster by server "https://x": rpc error: code = NotFound desc = cluster "https://x" not found'],
  ],
  [
    'two clusters of one name',
    { destination: { name: 'twin' } },
    ['there are 2 clusters with the same name: [https://twin-1 https://twin-2]'],
  ],
  [
    'server and name',
    { destination: { server: SERVER, name: 'in-cluster' } },
    [`application destination can't have both name and server defined: in-cluster ${SERVER}`],
  ],
  [
    'a refused source and a refused destination',
    { project: 'narrow', destination: { server: SERVER, namespace: 'other' } },
    [
      "application repo https://git/app is not permitted in project 'narrow'",
      `application destination server '${SERVER}' and namespace 'other' do not match any of the allowed destinations in project 'narrow'`,
    ],
  ],
  [
    'a destination that is written by name is refused by name',
    { project: 'narrow', source: { repoURL: 'https://git/other', path: '.' }, destination: { name: 'own' } },
    [
      "application destination server 'own' and namespace '' do not match any of the allowed destinations in project 'narrow'",
    ],
  ],
  ['a hydrator in place of sources', { source: { repoURL: '' }, sourceHydrator: HYDRATOR }, []],
  [
    'a hydrator that lacks everything',
    {
      sourceHydrator: {
        drySource: { ...HYDRATOR.drySource, repoURL: '' },
        syncSource: { targetBranch: '', path: '' },
        hydrateTo: { targetBranch: '' },
      },
    },
    [
      'spec.sourceHydrator.drySource.repoURL is required',
      'spec.sourceHydrator.syncSource.targetBranch is required',
      'when spec.sourceHydrator.hydrateTo is set, spec.sourceHydrator.hydrateTo.targetBranch is required',
    ],
  ],
  [
    'what a hydrator reads and what it writes',
    {
      project: 'narrow',
      sourceHydrator: { ...HYDRATOR, syncSource: { ...HYDRATOR.syncSource, repoURL: 'https://git/wet' } },
    },
    [
      "application repo https://git/app is not permitted in project 'narrow'",
      "sync source repo https://git/wet is not permitted in project 'narrow'",
    ],
  ],
  [
    'by name, in the own cluster of a project, with an inherited source',
    { project: 'team', destination: { name: 'own', namespace: 'shop' } },
    [],
  ],
])('%s', (_reason, spec, expected) => {
  expect(messages(spec)).toEqual(expected.map((message) => `InvalidSpecError: ${message}`));
});

test('a namespace that the project does not let in', () => {
  expect(messages({}, 'team')).toEqual([
    "InvalidSpecError: application 'a' in namespace 'team' is not allowed to use project default",
  ]);
});
