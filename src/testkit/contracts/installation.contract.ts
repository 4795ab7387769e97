/** What every source of settings does: snapshots that never change, and word of each new one. */
import { describe, expect, test } from 'vitest';
import type { Installation, InstallationPort } from '../../ports/settings.ts';

/** What an installation is to hold; all that is not named is as it is delivered. */
export interface InstallationContent {
  readonly cm?: Readonly<Record<string, string>>;
  readonly rbac?: Readonly<Record<string, string>>;
  readonly secret?: Readonly<Record<string, string>>;
  /** Names of projects that permit everything. */
  readonly projects?: readonly string[];
  /** Repositories with the password that belongs to them. */
  readonly repositories?: readonly { readonly url: string; readonly password: string }[];
  readonly clusters?: readonly { readonly server: string; readonly name: string }[];
}

export interface InstallationCase {
  readonly port: InstallationPort;
  /** Makes it hold this besides what it held, and waits until it is known. */
  add(content: InstallationContent): Promise<void>;
}

const REPOSITORY = 'https://git.example.com/team/app';

/** Registers the tests. `open` gives an installation without projects of its own, repositories and clusters. */
export function installationContract(name: string, open: () => Promise<InstallationCase>): void {
  describe(`Installation: ${name}`, () => {
    test('the snapshot is the same object until something changes, and an old one never changes', async () => {
      const { port, add } = await open();
      await add({ cm: { url: 'https://one' } });
      const before = port.current();
      expect(port.current()).toBe(before);
      await add({ cm: { url: 'https://two' } });
      expect(port.current()).not.toBe(before);
      expect([before.settings.cm['url'], port.current().settings.cm['url']]).toEqual(['https://one', 'https://two']);
      expect(port.current().settings.version).toBeGreaterThan(before.settings.version);
    });

    test('subscribers get each new snapshot, which is then the current one; who has left gets none', async () => {
      const { port, add } = await open();
      const told: Installation[] = [];
      const isCurrent: boolean[] = [];
      const leave = port.subscribe((installation) => {
        told.push(installation);
        isCurrent.push(port.current() === installation);
      });
      await add({ cm: { url: 'https://one' } });
      leave();
      const count = told.length;
      await add({ cm: { url: 'https://two' } });
      expect(told.at(-1)?.settings.cm['url']).toBe('https://one');
      expect(told).toHaveLength(count);
      expect(isCurrent.every(Boolean)).toBe(true);
    });

    test('a listener that fails does not keep the others from hearing', async () => {
      const { port, add } = await open();
      const heard: string[] = [];
      port.subscribe(() => {
        throw new Error('a defect of the listener');
      });
      port.subscribe(({ settings }) => heard.push(settings.cm['url'] ?? ''));
      await add({ cm: { url: 'https://one' } });
      expect(heard.at(-1)).toBe('https://one');
    });

    test('settings, secrets and what refers to them', async () => {
      const { port, add } = await open();
      await add({ rbac: { 'policy.default': 'role:readonly' }, secret: { 'oidc.key': 'k' } });
      const { settings, secretFor } = port.current();
      expect(settings.rbac['policy.default']).toBe('role:readonly');
      expect(settings.secret.get('oidc.key')?.reveal()).toBe('k');
      expect(secretFor('$oidc.key')?.reveal()).toBe('k');
      expect([secretFor('oidc.key'), secretFor('$other'), secretFor('$nobody:key')]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(JSON.stringify([...settings.secret])).not.toContain('"k"');
    });

    test('projects by name', async () => {
      const { port, add } = await open();
      await add({ projects: ['team'] });
      expect(port.current().projects.get('team')?.spec.sourceRepos).toEqual(['*']);
      expect(port.current().projects.get('nobody')).toBeUndefined();
    });

    test('a repository has its credentials under every spelling of its URL; an unknown one has none', async () => {
      const { port, add } = await open();
      await add({ repositories: [{ url: REPOSITORY, password: 'p' }] });
      const { repositoryFor, repositories } = port.current();
      expect(repositories.map(({ url }) => url)).toEqual([REPOSITORY]);
      for (const spelling of [REPOSITORY, `${REPOSITORY}.git`, REPOSITORY.toUpperCase().replace('HTTPS', 'https')]) {
        const { credentials } = repositoryFor(spelling, 'team').remote;
        expect(credentials?.kind === 'basic' ? credentials.password.reveal() : spelling).toBe('p');
      }
      const unknown = repositoryFor('https://git.example.com/team/other', 'team');
      expect([unknown.remote.url, unknown.type, unknown.remote.credentials]).toEqual([
        'https://git.example.com/team/other',
        'git',
        undefined,
      ]);
    });

    test('clusters by their servers', async () => {
      const { port, add } = await open();
      await add({ clusters: [{ server: 'https://prod.example.com', name: 'prod' }] });
      const found = port.current().clusters.find(({ server }) => server === 'https://prod.example.com');
      expect([found?.name, found?.namespaces]).toEqual(['prod', []]);
    });
  });
}
