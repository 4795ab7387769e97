import { expect, test } from 'vitest';
import { holdsSecretRef, isSecretRef, sealManifests } from './seal.ts';

const REFERENCE = { $secretRef: { store: 'vault', key: 'db#password', digest: 'd' } };
const OBJECT = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's' },
  stringData: { password: REFERENCE, list: [1] },
};

test('a reference is seen anywhere in an object, and nothing else is one', () => {
  expect(isSecretRef(REFERENCE)).toBe(true);
  expect(holdsSecretRef(OBJECT)).toBe(true);
  expect(holdsSecretRef({ ...OBJECT, stringData: { password: '$secretRef' } })).toBe(false);
  expect(holdsSecretRef(null)).toBe(false);
});

test('sealing is the identity today: the same list comes out', () => {
  const manifests = [OBJECT];
  expect(sealManifests(manifests)).toBe(manifests);
});
