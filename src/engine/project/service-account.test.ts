import { expect, test } from 'vitest';
import { type ActingIdentity, type ActingPlace, actingIdentity } from './service-account.ts';

const SERVER = 'https://kubernetes.default.svc';
const PLACE: ActingPlace = { server: SERVER, namespace: 'shop', appNamespace: 'argocd' };
const PROJECT = {
  destinationServiceAccounts: [
    { server: 'https://other', namespace: '*', defaultServiceAccount: 'other' },
    { server: SERVER, namespace: 'shop', defaultServiceAccount: 'deployer' },
    { server: '*', namespace: 'shop-*', defaultServiceAccount: 'ops:shop-deployer' },
    { server: '*', namespace: 'bad', defaultServiceAccount: '' },
    { server: '*', namespace: 'worse', defaultServiceAccount: 'a:b:c' },
    { server: '*', namespace: '', defaultServiceAccount: 'cluster' },
    { server: '*', namespace: 'shop', defaultServiceAccount: 'too-late' },
  ],
};
const user = (name: string): ActingIdentity => ({ kind: 'user', user: `system:serviceaccount:${name}` });

test.each<[string, Partial<ActingPlace>, ActingIdentity]>([
  ['the first match counts', {}, user('shop:deployer')],
  ['the server must match, too', { server: 'https://other' }, user('shop:other')],
  ['an account with a namespace of its own', { namespace: 'shop-eu' }, user('ops:shop-deployer')],
  ['no namespace: that of the Application', { namespace: '' }, user('argocd:cluster')],
  [
    'no match is nobody',
    { namespace: 'bank' },
    {
      kind: 'none',
      message: `no matching service account found for destination server ${SERVER} and namespace bank`,
    },
  ],
  [
    'an empty name is nobody',
    { namespace: 'bad' },
    {
      kind: 'none',
      message: `defaultServiceAccount "" of the project's destinationServiceAccounts is neither a name nor namespace:name`,
    },
  ],
  [
    'a name of three parts is nobody',
    { namespace: 'worse' },
    {
      kind: 'none',
      message: `defaultServiceAccount "a:b:c" of the project's destinationServiceAccounts is neither a name nor namespace:name`,
    },
  ],
])('%s', (_reason, place, expected) => {
  expect(actingIdentity(PROJECT, { ...PLACE, ...place }, { enabled: true, enforced: true })).toEqual(expected);
});

test('without enforcement what matches nothing acts as the cluster lets it', () => {
  const settings = { enabled: true, enforced: false };
  expect(actingIdentity(PROJECT, { ...PLACE, namespace: 'bank' }, settings)).toEqual({ kind: 'own' });
  expect(actingIdentity(PROJECT, PLACE, settings)).toEqual(user('shop:deployer'));
});

test('switched off, the map does nothing', () => {
  expect(actingIdentity(PROJECT, PLACE, { enabled: false, enforced: true })).toEqual({ kind: 'own' });
});
