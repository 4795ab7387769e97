/** What every chart repository does. */
import { describe, expect, test } from 'vitest';
import type { HelmRepoPort, HelmRepository } from '../../ports/helm-repo.ts';
import { entryOf, type TestChart } from '../memory-helm-repo.ts';
import { packChart, sha256 } from '../pack-tar.ts';

export interface HelmRepoCase extends AsyncDisposable {
  readonly port: HelmRepoPort;
  readonly repository: HelmRepository;
  /** Where no repository is. */
  readonly missing: HelmRepository;
  add(charts: readonly TestChart[]): void;
  /** Lets that many milliseconds pass. */
  pass(milliseconds: number): void;
}

const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });
const ASK = { maxAge: 0 };

/** Registers the tests. `open` gives an empty repository. */
export function helmRepoContract(name: string, open: () => Promise<HelmRepoCase>): void {
  const web = { name: 'web', version: '1.2.3', archive: packChart('web', '1.2.3'), provenance: 'signed' };
  const newer = { name: 'web', version: '2.0.0-rc.1', archive: packChart('web', '2.0.0-rc.1') };
  const other = { name: 'other', version: '0.1.0+a.b', archive: packChart('other', '0.1.0+a.b') };

  describe(`Helm repository: ${name}`, () => {
    test('charts by name, versions as the index has them', async () => {
      await using given = await open();
      given.add([newer, web, other]);
      expect(await given.port.charts(given.repository, ASK)).toEqual(['other', 'web']);
      expect(await given.port.versions(given.repository, 'web', ASK)).toEqual([entryOf(newer), entryOf(web)]);
      expect(await given.port.versions(given.repository, 'other', ASK)).toEqual([entryOf(other)]);
      expect(await given.port.versions(given.repository, 'none', ASK)).toBeUndefined();
      expect(await given.port.versions(given.repository, 'constructor', ASK)).toBeUndefined();
    });

    test('an archive comes whole, with its digest; a statement beside it where there is one', async () => {
      await using given = await open();
      given.add([web, other]);
      const archive = await given.port.archive(given.repository, entryOf(web));
      expect([Buffer.from(archive.bytes).equals(web.archive), archive.digest]).toEqual([true, sha256(web.archive)]);
      const statement = await given.port.provenance(given.repository, entryOf(web));
      expect(new TextDecoder().decode(statement)).toBe('signed');
      expect(await given.port.provenance(given.repository, entryOf(other))).toBeUndefined();
    });

    test('another archive than the one the index tells of is refused; without a digest there is nothing to compare', async () => {
      await using given = await open();
      given.add([
        { ...web, digest: '0'.repeat(64) },
        { ...other, digest: '' },
      ]);
      const [wrong] = (await given.port.versions(given.repository, 'web', ASK)) ?? [];
      await expect(given.port.archive(given.repository, wrong ?? entryOf(web))).rejects.toEqual(
        code('helm-repo.digest-mismatch'),
      );
      const [bare] = (await given.port.versions(given.repository, 'other', ASK)) ?? [];
      expect((await given.port.archive(given.repository, bare ?? entryOf(other))).digest).toBe(sha256(other.archive));
    });

    test('an index is asked for again when it is older than the caller takes', async () => {
      await using given = await open();
      given.add([web]);
      const versions = async (maxAge: number) =>
        (await given.port.versions(given.repository, 'web', { maxAge }))?.map(({ version }) => version);
      expect(await versions(60_000)).toEqual(['1.2.3']);
      given.add([newer]);
      expect(await versions(60_000)).toEqual(['1.2.3']);
      given.pass(61_000);
      expect(await versions(60_000)).toEqual(['2.0.0-rc.1', '1.2.3']);
      given.add([{ ...web, version: '3.0.0' }]);
      expect(await versions(0)).toEqual(['3.0.0', '2.0.0-rc.1', '1.2.3']);
    });

    test('what is no repository, and an archive that is gone, have their faults', async () => {
      await using given = await open();
      given.add([web]);
      await expect(given.port.charts(given.missing, ASK)).rejects.toEqual(code('helm-repo.not-a-repository'));
      await expect(given.port.archive(given.repository, entryOf(newer))).rejects.toEqual(
        code('helm-repo.chart-missing'),
      );
    });
  });
}
