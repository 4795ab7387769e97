/** What every registry does. */
import { describe, expect, test } from 'vitest';
import type { OciPort, OciRepository } from '../../ports/oci.ts';
import { packChart } from '../pack-tar.ts';
import { chartArtifact, digestOf, type TestArtifact } from '../test-artifact.ts';

export interface OciCase extends AsyncDisposable {
  readonly port: OciPort;
  /** A repository of the registry by its path. */
  repository(name: string): OciRepository;
  /** Uploads; the digest of the manifest. */
  push(name: string, tag: string, artifact: TestArtifact): Promise<string>;
}

const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });
const ABSENT = `sha256:${'0'.repeat(64)}`;

/** Registers the tests. `open` gives an empty registry. */
export function ociContract(name: string, open: () => Promise<OciCase>): void {
  const archive = packChart('web', '1.2.3');
  const annotations = { 'org.opencontainers.image.version': '1.2.3' };
  const artifact = { ...chartArtifact(archive), annotations };

  describe(`OCI: ${name}`, () => {
    test('from a tag to the digest, the manifest and its layer', async () => {
      await using given = await open();
      const pushed = await given.push('charts/web', '1.2.3', artifact);
      const web = given.repository('charts/web');
      const digest = (await given.port.resolve(web, '1.2.3')) ?? '';
      expect(digest).toBe(pushed);
      expect(await given.port.resolve(web, pushed)).toBe(pushed);
      const manifest = await given.port.manifest(web, digest);
      expect(manifest).toMatchObject({ kind: 'image', digest, annotations });
      const [layer] = manifest.kind === 'image' ? manifest.layers : [];
      expect([layer?.mediaType, layer?.digest, layer?.size]).toEqual([
        'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        digestOf(archive),
        archive.length,
      ]);
      const content = await given.port.blob(web, { digest: digestOf(archive), size: archive.length }, 10_000);
      expect(Buffer.from(content).equals(archive)).toBe(true);
    });

    test('a tag follows what is pushed; a digest stays', async () => {
      await using given = await open();
      const first = await given.push('web', 'latest', artifact);
      const second = await given.push('web', 'latest', { ...artifact, annotations: { changed: 'yes' } });
      const web = given.repository('web');
      expect(await given.port.resolve(web, 'latest')).toBe(second);
      expect((await given.port.manifest(web, first)).digest).toBe(first);
    });

    test('all tags', async () => {
      await using given = await open();
      const tags = ['0.1.0', '1.0.0', '1.0.0_build.1', '2.0.0', 'latest'];
      for (const tag of tags) await given.push('web', tag, artifact);
      expect([...(await given.port.tags(given.repository('web')))].sort()).toEqual(tags);
    });

    test('what is not there', async () => {
      await using given = await open();
      await given.push('web', '1.2.3', artifact);
      const web = given.repository('web');
      expect(await given.port.resolve(web, '9.9.9')).toBeUndefined();
      expect(await given.port.resolve(web, ABSENT)).toBeUndefined();
      await expect(given.port.manifest(web, ABSENT)).rejects.toEqual(code('oci.not-found'));
      await expect(given.port.blob(web, { digest: ABSENT, size: 1 }, 10)).rejects.toEqual(code('oci.not-found'));
      await expect(given.port.tags(given.repository('none'))).rejects.toEqual(code('oci.not-found'));
    });

    test('a blob over the limit is a fault, whatever its descriptor says', async () => {
      await using given = await open();
      await given.push('web', '1.2.3', artifact);
      for (const size of [1, archive.length]) {
        const asked = given.port.blob(given.repository('web'), { digest: digestOf(archive), size }, 20);
        await expect(asked).rejects.toEqual(code('oci.too-large'));
      }
    });
  });
}
