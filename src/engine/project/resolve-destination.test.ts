import { expect, test } from 'vitest';
import { resolveDestination } from './resolve-destination.ts';

const OWN = 'https://kubernetes.default.svc';
const IN_CLUSTER = { server: OWN, name: 'in-cluster' };
const PROD = { server: 'https://prod', name: 'prod' };
const RENAMED = { server: OWN, name: 'hub' };
const TWIN = { server: 'https://twin', name: 'hub' };
const notFound = (address: string, server: string, reason: string) =>
  `error getting cluster by server "${address}": rpc error: code = NotFound desc = cluster "${server}" ${reason}`;

test.each([
  ['by server', { server: 'https://prod' }, [PROD], PROD],
  ['slashes at its end do not count', { server: 'https://prod//' }, [PROD], PROD],
  ['by name', { name: 'prod' }, [PROD], PROD],
  ['the own one needs no Secret', { server: `${OWN}/` }, [PROD], IN_CLUSTER],
  ['nor by its name', { name: 'in-cluster' }, [], IN_CLUSTER],
  ['whatever its Secret calls it', { name: 'in-cluster' }, [RENAMED], RENAMED],
  ['it is also called so', { name: 'hub' }, [RENAMED], RENAMED],
  [
    'another one may be called in-cluster',
    { name: 'in-cluster' },
    [{ ...PROD, name: 'in-cluster' }],
    { ...PROD, name: 'in-cluster' },
  ],
  [
    'two of one name',
    { name: 'hub' },
    [RENAMED, TWIN],
    `there are 2 clusters with the same name: [${OWN} https://twin]`,
  ],
  ['no such name', { name: 'none' }, [PROD], 'there are no clusters with this name: none'],
  ['no such server', { server: 'https://none/' }, [PROD], notFound('https://none/', 'https://none', 'not found')],
  [
    'both',
    { server: OWN, name: 'prod' },
    [PROD],
    `application destination can't have both name and server defined: prod ${OWN}`,
  ],
  ['neither', { namespace: 'n' }, [PROD], 'Destination server missing from app spec'],
])('%s', (_reason, destination, clusters, expected) => {
  const found = resolveDestination(destination, clusters, { inClusterEnabled: true });
  expect(found.kind === 'resolved' ? found.cluster : found.message).toEqual(expected);
});

test.each([
  ['by server', { server: `${OWN}/` }, [RENAMED], notFound(`${OWN}/`, OWN, 'is disabled')],
  ['by its own name', { name: 'in-cluster' }, [], 'there are no clusters with this name: in-cluster'],
  ['by that of its Secret', { name: 'hub' }, [RENAMED], 'there are no clusters with this name: hub'],
  ['it makes no name ambiguous', { name: 'hub' }, [RENAMED, TWIN], TWIN],
  ['the others are as they were', { name: 'prod' }, [PROD], PROD],
])('the own cluster disabled: %s', (_reason, destination, clusters, expected) => {
  const found = resolveDestination(destination, clusters, { inClusterEnabled: false });
  expect(found.kind === 'resolved' ? found.cluster : found.message).toEqual(expected);
});
