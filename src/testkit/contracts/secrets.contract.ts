/** What every store of credentials does. */
import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { CredentialContent, CredentialKind, SecretsPort, StoredCredential } from '../../ports/secrets.ts';

export interface SecretsCase extends AsyncDisposable {
  readonly port: SecretsPort;
  /** Makes a credential as somebody else does. */
  plant(name: string, content: CredentialContent): Promise<void>;
}

const CANARY = 'CANARY-77aa';
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });

function content(kind: CredentialKind, data: Readonly<Record<string, string>>): CredentialContent {
  const secrets = new Map(Object.entries(data).map(([key, value]) => [key, new Secret(value)]));
  return { kind, data: secrets, labels: {}, annotations: {} };
}

function plain({ data, version: _version, ...rest }: StoredCredential): unknown {
  return { ...rest, data: Object.fromEntries([...data].map(([key, value]) => [key, value.reveal()])) };
}

/** Registers the tests. `open` gives an empty store. */
export function secretsContract(name: string, open: () => Promise<SecretsCase>): void {
  describe(`Secrets: ${name}`, () => {
    const repository = content('repository', { url: 'https://git.example.com/app', password: CANARY });

    test('what is stored comes back whole, with labels and annotations of others', async () => {
      await using given = await open();
      const marked = { ...repository, labels: { team: 'shop' }, annotations: { 'example.com/note': 'x y' } };
      await given.port.create('repo-1', marked);
      const found = await given.port.get('repo-1');
      expect(found && plain(found)).toEqual({
        name: 'repo-1',
        kind: 'repository',
        data: { url: 'https://git.example.com/app', password: CANARY },
        labels: { team: 'shop' },
        annotations: { 'example.com/note': 'x y' },
        isManaged: true,
      });
      expect(JSON.stringify([...(found?.data ?? [])])).not.toContain(CANARY);
    });

    test('lists hold one kind, by name', async () => {
      await using given = await open();
      await given.port.create('repo-b', repository);
      await given.port.create('cluster-a', content('cluster', { server: 'https://x' }));
      await given.port.create('repo-a', repository);
      expect((await given.port.list('repository')).map((one) => one.name)).toEqual(['repo-a', 'repo-b']);
      expect((await given.port.list('cluster')).map((one) => one.name)).toEqual(['cluster-a']);
      expect(await given.port.list('repo-creds')).toEqual([]);
    });

    test('replacing takes the place of all data, and needs what was read last', async () => {
      await using given = await open();
      const first = await given.port.create('repo-1', repository);
      const next = content('repository', { url: 'https://git.example.com/app', username: 'u' });
      const second = await given.port.replace('repo-1', next, first.version);
      expect([...second.data.keys()].sort()).toEqual(['url', 'username']);
      expect(second.version).not.toBe(first.version);
      await expect(given.port.replace('repo-1', repository, first.version)).rejects.toEqual(code('secrets.conflict'));
    });

    test('what this port made is deleted, what others made is let go', async () => {
      await using given = await open();
      await given.port.create('mine', repository);
      await given.plant('theirs', repository);
      expect((await given.port.get('theirs'))?.isManaged).toBe(false);
      for (const one of ['mine', 'theirs']) await given.port.remove(one);
      expect(await given.port.list('repository')).toEqual([]);
      await expect(given.port.remove('mine')).rejects.toEqual(code('secrets.not-found'));
    });

    test('faults hold no values', async () => {
      await using given = await open();
      await given.port.create('repo-1', repository);
      const faults = [
        await given.port.create('repo-1', repository).catch((error: unknown) => error),
        await given.port.replace('none', repository, '1').catch((error: unknown) => error),
      ];
      expect(faults).toEqual([code('secrets.already-exists'), code('secrets.not-found')]);
      for (const fault of faults) expect(`${fault} ${JSON.stringify(fault)}`).not.toContain(CANARY);
    });
  });
}
