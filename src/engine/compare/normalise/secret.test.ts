import { expect, test } from 'vitest';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { normaliseSecret } from './secret.ts';

const secret = (more: object): KubeObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, ...more });

test.each<[string, object, object]>([
  ['texts win over data', { data: { a: 'eA==' }, stringData: { a: 'b' } }, { data: { a: 'Yg==' } }],
  ['lines of base64 are one', { data: { a: 'YWJj\nZGVm\r\n' } }, { data: { a: 'YWJjZGVm' } }],
  ['beside texts, too', { data: { a: 'YW\nJj' }, stringData: { b: 'b' } }, { data: { a: 'YWJj', b: 'Yg==' } }],
  ['nothing to change', { data: { a: 'YWJj' } }, { data: { a: 'YWJj' } }],
])('a Secret as the server keeps it: %s', (_reason, written, kept) => {
  expect(normaliseSecret(secret(written))).toEqual(secret(kept));
});
