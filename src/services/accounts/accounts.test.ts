import { beforeEach, describe, expect, test } from 'vitest';
import type { AppProject } from '../../api/app-project/fields.ts';
import { Secret } from '../../base/secret.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { type MemoryInstallation, memoryInstallation } from '../../testkit/memory-installation.ts';
import { openProject } from '../../testkit/reconcile-environment.ts';
import { type Accounts, createAccounts } from './index.ts';
import { type SessionClaims, signSession } from './session-token.ts';

const HOUR = 3_600_000;
const KEY = new Secret('signing key');
const CM = {
  'accounts.alice': 'apiKey, login',
  'accounts.robot': 'apiKey',
  'accounts.sleeper': 'login',
  'accounts.sleeper.enabled': 'false',
};
const SECRET = {
  'server.secretkey': KEY.reveal(),
  'admin.password': 'hash of admin',
  'admin.passwordMtime': '2025-12-31T00:00:00Z',
  'accounts.alice.password': 'hash of alice',
  'accounts.alice.tokens': '[{"id":"ci","iat":1}]',
  'accounts.robot.password': 'hash of robot',
  'accounts.robot.tokens': 'not JSON',
  'accounts.sleeper.password': 'hash of sleeper',
};

let clock: FakeClock;
let installation: MemoryInstallation;
let accounts: Accounts;
let compared: string[];

beforeEach(() => {
  clock = new FakeClock();
  installation = memoryInstallation();
  compared = [];
  set();
  let ids = 0;
  accounts = createAccounts({
    installation,
    clock,
    newId: () => `id-${++ids}`,
    async comparePassword(password, hash) {
      compared.push(hash);
      return hash === `hash of ${password}`;
    },
  });
});

interface Changes {
  readonly cm?: Readonly<Record<string, string>>;
  readonly secret?: Readonly<Record<string, string>>;
  readonly projects?: readonly AppProject[];
}

/** The settings above, changed by these. */
function set({ cm = {}, secret = {}, projects = [] }: Changes = {}): void {
  const texts = Object.entries({ ...SECRET, ...secret }).filter(([, text]) => text !== '');
  installation.set({
    cm: { ...CM, ...cm },
    secret: new Map(texts.map(([key, text]) => [key, new Secret(text)])),
    projects,
  });
}

function seconds(): number {
  return Math.floor(clock.now() / 1000);
}

function token(claims: Partial<SessionClaims>): string {
  const iat = seconds();
  return signSession({ iss: 'argocd', sub: 'alice:login', iat, nbf: iat, jti: 'own', ...claims }, KEY);
}

describe('login', () => {
  test('gives a token that says who asks', async () => {
    const session = await accounts.login('admin', 'admin');
    expect(accounts.identify(session)).toEqual({
      issuer: 'argocd',
      subject: 'admin',
      groups: [],
      claims: expect.objectContaining({ sub: 'admin:login', jti: 'id-1' }),
      session: 'id-1',
      issuedAt: seconds(),
    });
  });

  test.each([
    ['a wrong password', 'admin', 'wrong', 'Invalid username or password'],
    ['an unknown name', 'nobody', 'x', 'Invalid username or password'],
    ['a name that objects have', 'constructor', 'x', 'Invalid username or password'],
    ['no name', '', 'x', 'no credentials supplied'],
    ['no password', 'admin', '', 'no credentials supplied'],
    ['a name of 33 bytes', `${'ä'.repeat(16)}x`, 'x', 'Username is too long (32 bytes max)'],
    ['a disabled account', 'sleeper', 'sleeper', 'Account sleeper is disabled'],
    ['a disabled account and a wrong password', 'sleeper', 'x', 'Invalid username or password'],
    ['an account for tokens only', 'robot', 'robot', 'Account robot does not have login capability'],
  ])('is refused for %s', async (_reason, name, password, message) => {
    await expect(accounts.login(name, password)).rejects.toThrow(message);
  });

  test('an unknown name costs a comparison too', async () => {
    await accounts.login('nobody', 'x').catch(() => undefined);
    expect(compared).toEqual([expect.stringMatching(/^\$2b\$10\$.{53}$/)]);
  });

  test('after five failures the right password is refused too, for five minutes', async () => {
    for (let n = 0; n < 5; n += 1) await accounts.login('admin', 'wrong').catch(() => undefined);
    await expect(accounts.login('admin', 'admin')).rejects.toThrow('Invalid username or password');
    await clock.advance(300_000);
    expect(accounts.identify(await accounts.login('admin', 'admin'))?.subject).toBe('admin');
  });

  test('a comparison that fails is a wrong password', async () => {
    const broken = createAccounts({
      installation,
      clock,
      newId: () => 'id',
      comparePassword: () => Promise.reject(new Error('not a bcrypt hash')),
    });
    await expect(broken.login('admin', 'admin')).rejects.toThrow('Invalid username or password');
  });

  test('the admin may be switched off', async () => {
    set({ cm: { 'admin.enabled': 'false' } });
    await expect(accounts.login('admin', 'admin')).rejects.toThrow('Account admin is disabled');
  });
});

describe('a session', () => {
  test('lasts a day, or as long as it is set', async () => {
    const day = await accounts.login('admin', 'admin');
    set({ cm: { 'users.session.duration': '2h' } });
    const short = await accounts.login('admin', 'admin');
    await clock.advance(2 * HOUR - 1000);
    expect([accounts.identify(day)?.subject, accounts.identify(short)?.subject]).toEqual(['admin', 'admin']);
    await clock.advance(1000);
    expect([accounts.identify(day)?.subject, accounts.identify(short)]).toEqual(['admin', undefined]);
    await clock.advance(22 * HOUR);
    expect(accounts.identify(day)).toBeUndefined();
  });

  test('ends when it is revoked; the others go on', async () => {
    const [one, two] = [await accounts.login('admin', 'admin'), await accounts.login('admin', 'admin')];
    accounts.revoke(one);
    accounts.revoke('no token at all');
    expect([accounts.identify(one), accounts.identify(two)?.subject]).toEqual([undefined, 'admin']);
  });

  test.each<[string, Changes]>([
    ['its account is disabled', { cm: { 'accounts.alice.enabled': 'false' } }],
    ['its account may no longer log in', { cm: { 'accounts.alice': 'apiKey' } }],
    ['the password was changed after it', { secret: { 'accounts.alice.passwordMtime': '2026-01-01T00:00:01Z' } }],
    ['the signing key is another one', { secret: { 'server.secretkey': 'another' } }],
  ])('counts no longer when %s', async (_reason, changes) => {
    const session = await accounts.login('alice', 'alice');
    expect(accounts.identify(session)?.subject).toBe('alice');
    set(changes);
    expect(accounts.identify(session)).toBeUndefined();
  });

  test('counts when the password was changed in its own second', async () => {
    const session = await accounts.login('alice', 'alice');
    set({ secret: { 'accounts.alice.passwordMtime': '2026-01-01T00:00:00Z' } });
    expect(accounts.identify(session)?.subject).toBe('alice');
  });

  test('without a signing key nobody is known, and the reason is told', async () => {
    set({ secret: { 'server.secretkey': '' } });
    expect(() => accounts.identify('a.b.c')).toThrow('has no server.secretkey yet');
  });
});

describe('a token', () => {
  test.each<[string, Partial<SessionClaims>, string | undefined]>([
    ['of the API that is listed', { sub: 'alice:apiKey', jti: 'ci' }, 'alice'],
    ['of the API that is not listed', { sub: 'alice:apiKey', jti: 'old' }, undefined],
    ['of the API where the list cannot be read', { sub: 'robot:apiKey', jti: 'ci' }, undefined],
    ['of an account that may have none', { sub: 'admin:apiKey', jti: 'ci' }, undefined],
    ['of nobody', { sub: 'nobody:login' }, undefined],
    ['with a purpose that there is not', { sub: 'alice:other' }, undefined],
    ['without a purpose, as of old versions', { sub: 'alice' }, 'alice'],
    ['that begins later', { nbf: 4_000_000_000 }, undefined],
  ])('%s', (_reason, claims, subject) => {
    expect(accounts.identify(token(claims))?.subject).toBe(subject);
  });

  test('of a project counts while its role lists it, by id or by time', () => {
    const roles = [{ name: 'ci', jwtTokens: [{ iat: 100, id: 'a' }, { iat: 200 }] }];
    const project = openProject('team');
    set({ projects: [{ ...project, spec: { ...project.spec, roles } }] });
    const subject = (claims: Partial<SessionClaims>) => {
      return accounts.identify(token({ sub: 'proj:team:ci', nbf: 1, ...claims }))?.subject;
    };
    expect(subject({ jti: 'a', iat: 100 })).toBe('proj:team:ci');
    expect(subject({ jti: '', iat: 200 })).toBe('proj:team:ci');
    expect(subject({ jti: 'b', iat: 100 })).toBeUndefined();
    expect(subject({ jti: 'a', iat: 100, sub: 'proj:team:other' })).toBeUndefined();
    expect(subject({ jti: 'a', iat: 100, sub: 'proj:none:ci' })).toBeUndefined();
    set();
    expect(subject({ jti: 'a', iat: 100 })).toBeUndefined();
  });
});

test('callers without a token are somebody only where that is allowed', () => {
  expect(accounts.anonymous()).toBeUndefined();
  set({ cm: { 'users.anonymous.enabled': 'true' } });
  expect(accounts.anonymous()).toMatchObject({ subject: '', groups: [] });
});

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['as delivered', {}, true],
  ['without the admin', { 'admin.enabled': 'false' }, true],
  ['with nobody left', { 'admin.enabled': 'false', 'accounts.alice': 'apiKey' }, false],
  ['with only a disabled one left', { 'admin.enabled': 'false', 'accounts.alice.enabled': 'false' }, false],
])('whether anybody can log in, %s', (_reason, cm, expected) => {
  set({ cm });
  expect(accounts.canAnybodyLogIn()).toBe(expected);
});
