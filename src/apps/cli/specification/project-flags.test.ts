/** Projects that command lines describe. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';
import type { GivenFlags } from './given-flags.ts';
import { describedProject } from './project-flags.ts';

const cases: readonly [reason: string, given: GivenFlags, spec: object][] = [
  ['nothing but a name', {}, {}],
  ['a destination', { dest: ['https://k,web'] }, { destinations: [{ server: 'https://k', namespace: 'web' }] }],
  [
    'a kind without a group is of the core',
    { 'allow-cluster-resource': ['Namespace'] },
    { clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }] },
  ],
  [
    'a kind of a group, with a name',
    { 'deny-cluster-resource': ['apps/Deployment/web-*'] },
    { clusterResourceBlacklist: [{ group: 'apps', kind: 'Deployment', name: 'web-*' }] },
  ],
  [
    'a fingerprint is cut to the id of its key',
    { 'signature-keys': [`${'0'.repeat(24)}${'A'.repeat(16)}`] },
    { signatureKeys: [{ keyID: 'A'.repeat(16) }] },
  ],
  ['orphans are watched', { 'orphaned-resources': true }, { orphanedResources: {} }],
  [
    'orphans are watched without a warning',
    { 'orphaned-resources-warn': false },
    { orphanedResources: { warn: false } },
  ],
  [
    'an account for a destination',
    { 'dest-service-accounts': ['https://k,web,deployer'] },
    { destinationServiceAccounts: [{ server: 'https://k', namespace: 'web', defaultServiceAccount: 'deployer' }] },
  ],
];

test.each(cases)('%s', async (_reason, given, spec) => {
  expect((await describedProject('p', given))?.spec).toEqual(spec);
});

test.each<[GivenFlags, string]>([
  [{ dest: ['https://k'] }, 'Expected destination of the form: server,namespace. Received: https://k'],
  [{ 'signature-keys': ['short'] }, "'short' is not a valid GnuPG key ID"],
])('%j is refused', async (given, message) => {
  await expect(describedProject('p', given)).rejects.toThrow(message);
});

test('flags stand over a file, whose name is the only one', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'p.yaml');
  writeFileSync(file, 'kind: AppProject\nmetadata: {name: p}\nspec: {description: old, sourceRepos: [a]}\n');
  const project = await describedProject('p', { file, description: 'new' });
  expect(project?.spec).toEqual({ description: 'new', sourceRepos: ['a'] });
  await expect(describedProject('q', { file })).rejects.toThrow("project name 'q' does not match");
});

test('who names nothing describes nothing', async () => {
  expect(await describedProject(undefined, {})).toBeUndefined();
});
