/** Acting as somebody else by headers (`kubectl --as`). Source: Kubernetes docs, "User impersonation". */
import { wrongDnsLabel, wrongDnsSubdomain } from '../../kube/object/names.ts';
import type { ApiRequest } from '../requests/api-request.ts';
import { badRequest } from '../status/faults.ts';
import { type Identity, serviceAccountUser } from './identity.ts';

const EXTRA = 'impersonate-extra-';
const ACCOUNT = 'system:serviceaccount:';
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const GROUP = 'authentication.k8s.io';

/** Something that a request wants to be. */
export interface WantedPart {
  readonly kind: 'ServiceAccount' | 'User' | 'Group' | 'UserExtra' | 'UID';
  readonly namespace: string;
  readonly name: string;
  /** Of an extra value. */
  readonly key: string;
}

/** What the sender has to be allowed, for a part. */
export interface PartAccess {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
}

/** Whom a request is to be served as. */
export interface ActingUser {
  readonly user: Identity;
  /** What the sender wants to be, each of which has to be allowed; empty where it stays itself. */
  readonly parts: readonly WantedPart[];
}

/** The user a request is to be served as: the sender, or whom the headers name. Throws 400 for parts without a user. */
export function actingUser({ headers }: ApiRequest, sender: Identity): ActingUser {
  const parts = wantedParts(headers);
  const [first] = parts;
  if (first === undefined) return { user: sender, parts };
  if (first.kind !== 'User' && first.kind !== 'ServiceAccount') {
    throw badRequest(`requested [${parts.map(partText).join(' ')}] without impersonating a user`);
  }
  return { user: { ...userOf(headers, parts), impersonator: sender }, parts };
}

/** Which right a part needs. */
export function accessOfPart({ kind, key }: WantedPart): PartAccess {
  switch (kind) {
    case 'ServiceAccount':
      return { group: '', resource: 'serviceaccounts', subresource: '' };
    case 'User':
      return { group: '', resource: 'users', subresource: '' };
    case 'Group':
      return { group: '', resource: 'groups', subresource: '' };
    case 'UserExtra':
      return { group: GROUP, resource: 'userextras', subresource: key };
    case 'UID':
      return { group: GROUP, resource: 'uids', subresource: '' };
  }
}

function wantedParts(headers: ApiRequest['headers']): readonly WantedPart[] {
  const username = headers['impersonate-user']?.[0] ?? '';
  const uid = headers['impersonate-uid']?.[0] ?? '';
  const blank = { namespace: '', key: '' };
  const account = accountOf(username);
  const extras = Object.entries(headers).filter(([name]) => name.startsWith(EXTRA));
  return [
    ...(username === '' ? [] : [account ?? { ...blank, kind: 'User' as const, name: username }]),
    ...(headers['impersonate-group'] ?? []).map((name) => ({ ...blank, kind: 'Group' as const, name })),
    ...extras.flatMap(([header, values = []]) => {
      const key = unescaped(header.slice(EXTRA.length));
      return values.map((name) => ({ kind: 'UserExtra' as const, namespace: '', name, key }));
    }),
    ...(uid === '' ? [] : [{ ...blank, kind: 'UID' as const, name: uid }]),
  ];
}

/** The service account that a user name stands for, if it does. */
function accountOf(username: string): WantedPart | undefined {
  if (!username.startsWith(ACCOUNT)) return undefined;
  const [namespace = '', name = '', ...more] = username.slice(ACCOUNT.length).split(':');
  if (more.length > 0 || wrongDnsLabel(namespace).length > 0 || wrongDnsSubdomain(name).length > 0) return undefined;
  return { kind: 'ServiceAccount', namespace, name, key: '' };
}

/** A service account brings the groups of its kind along, unless others are named. */
function userOf(headers: ApiRequest['headers'], parts: readonly WantedPart[]): Identity {
  const username = headers['impersonate-user']?.[0] ?? '';
  const uid = headers['impersonate-uid']?.[0];
  const named = parts.filter(({ kind }) => kind === 'Group').map(({ name }) => name);
  const account = parts.find(({ kind }) => kind === 'ServiceAccount');
  const own = account && named.length === 0 ? serviceAccountUser(account.namespace, account.name).groups : named;
  const extra = Map.groupBy(
    parts.filter(({ kind }) => kind === 'UserExtra'),
    ({ key }) => key,
  );
  const values = [...extra].map(([key, found]): [string, readonly string[]] => [key, found.map(({ name }) => name)]);
  return {
    username,
    groups: withEveryone(username, own),
    ...(uid && { uid }),
    ...(values.length > 0 && { extra: Object.fromEntries(values) }),
  };
}

/** Everybody is in one of two groups; who says in which stays there. */
function withEveryone(username: string, groups: readonly string[]): readonly string[] {
  if (username === 'system:anonymous') return groups.includes(UNAUTHENTICATED) ? groups : [...groups, UNAUTHENTICATED];
  return groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED) ? groups : [...groups, AUTHENTICATED];
}

/** A reference as Go prints it. */
function partText({ kind, namespace, name, key }: WantedPart): string {
  const version = kind === 'UserExtra' || kind === 'UID' ? `${GROUP}/v1` : '';
  return `{${[kind, namespace, name, '', version, '', key].join(' ')}}`;
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
