/** Charts that Helm itself pushed to a registry of the distribution project, beside what else lies in registries (A4, A14). */
import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { connectedSources } from '../../../testkit/connected-sources.ts';
import { dockerRegistry, hasDockerRegistry } from '../../../testkit/docker-registry.ts';
import { oraclePath } from '../../../testkit/line-oracle.ts';
import { packTarGz } from '../../../testkit/pack-tar.ts';
import { pushArtifact } from '../../../testkit/push-artifact.ts';
import { valueMap } from '../../../testkit/real-sources.ts';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';
import { digestOf } from '../../../testkit/test-artifact.ts';

const run = promisify(execFile);
const helms = ['helm3', 'helm4'].filter((name) => oraclePath(name) !== undefined);
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** Packs and pushes a chart `web` of each version, whose ConfigMap holds it. */
async function pushAll(helm: string, host: string, versions: readonly string[]): Promise<void> {
  await using folder = await temporaryFolder();
  const env = { HOME: folder.path, PATH: process.env['PATH'] ?? '' };
  for (const version of versions) {
    const chart = join(folder.path, version, 'web');
    await mkdir(join(chart, 'templates'), { recursive: true });
    await writeFile(join(chart, 'Chart.yaml'), `apiVersion: v2\nname: web\nversion: ${version}\n`);
    await writeFile(join(chart, 'templates', 'a.yaml'), valueMap(version));
    await run(helm, ['package', chart, '-d', join(folder.path, 'out')], { env });
  }
  for (const file of await readdir(join(folder.path, 'out'))) {
    await run(helm, ['push', join(folder.path, 'out', file), `oci://${host}/team`, '--plain-http'], { env });
  }
}

async function put(url: string, type: string, body: string): Promise<number> {
  return (await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body })).status;
}

describe.skipIf(!hasDockerRegistry)('charts in a registry', () => {
  test.each(helms)('pushed by %s: versions, ranges, and a plus in a version', async (helm) => {
    await using registry = await dockerRegistry();
    await using sources = await connectedSources();
    await pushAll(oraclePath(helm) ?? '', registry.host, ['1.0.0', '1.1.0', '1.2.0-rc.1', '2.0.0+build.7']);
    const repoURL = `${registry.host}/team`;
    const flags = { insecureOCIForceHttp: 'true' };
    const render = (targetRevision: string) => sources.refresh({ repoURL, chart: 'web', targetRevision, path: '' });
    sources.store({ repositories: [{ url: repoURL, type: 'helm', enableOCI: 'true', ...flags }] });
    const targets = ['1.0.0', '1.*', '*', '~1.2.0-0', '2.0.0+build.7', ''];
    const found = await Promise.all(targets.map(render));
    expect(found).toEqual([
      ['1.0.0'],
      ['1.1.0'],
      ['2.0.0+build.7'],
      ['1.2.0-rc.1'],
      ['2.0.0+build.7'],
      ['2.0.0+build.7'],
    ]);
    expect(await render('3.*')).toMatch(/version matching constraint not found in 4 tags/);
    // The other way: the chart as an artifact by its whole address, a plus of its version as an underscore.
    const url = `oci://${registry.host}/team/web`;
    sources.store({ repositories: [{ url, type: 'oci', ...flags }] });
    const artifact = (targetRevision: string) => sources.refresh({ repoURL: url, path: '.', targetRevision });
    expect(await Promise.all(['1.1.0', '1.*', '2.0.0_build.7', '>=2'].map(artifact))).toEqual([
      ['1.1.0'],
      ['1.1.0'],
      ['2.0.0+build.7'],
      ['2.0.0+build.7'],
    ]);
  });

  test('signatures, lists for several platforms and a thousand tags beside an artifact', async () => {
    await using registry = await dockerRegistry();
    await using sources = await connectedSources();
    const { host } = registry;
    const name = 'team/app';
    const type = 'application/vnd.oci.image.manifest.v1+json';
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
    const artifact = { layers: [{ mediaType, content: packTarGz({ 'a.yaml': valueMap('one') }) }] };
    const digest = await pushArtifact({ host, name, tag: '1.0.0' }, artifact);
    // As cosign attaches them: a tag made of the digest, and by a list of what refers to it.
    const payload = { mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json', content: Buffer.from('{}') };
    await pushArtifact({ host, name, tag: `${digest.replace(':', '-')}.sig` }, { layers: [payload] });
    const manifest = await (
      await fetch(`http://${host}/v2/${name}/manifests/${digest}`, { headers: { accept: type } })
    ).text();
    expect(digestOf(Buffer.from(manifest))).toBe(digest);
    const entry = { mediaType: type, digest, size: manifest.length, platform: { os: 'linux', architecture: 'amd64' } };
    const list = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [entry] });
    expect(await put(`http://${host}/v2/${name}/manifests/9.0.0-multi`, INDEX, list)).toBe(201);
    // More tags than one page holds: the newest lies on the last by name.
    for (let at = 0; at < 1010; at += 101) {
      const puts = Array.from({ length: 101 }, (_, more) => `0.0.${at + more}`);
      await Promise.all(puts.map((tag) => put(`http://${host}/v2/${name}/manifests/${tag}`, type, manifest)));
    }
    const url = `oci://${host}/${name}`;
    sources.store({ repositories: [{ url, type: 'oci', insecureOCIForceHttp: 'true' }] });
    const render = (targetRevision: string) => sources.refresh({ repoURL: url, path: '.', targetRevision });
    expect(await render('>=0.1')).toEqual(['one']);
    const source = { repoURL: url, path: '.', targetRevision: '*' };
    const [resolved] = await sources.service.resolve({ project: 'default', refresh: 'latest', sources: [source] });
    expect(resolved).toBe(digest);
    expect(await render(digest)).toEqual(['one']);
    expect(await render('9.0.0-multi')).toMatch(/a list of manifests, one a platform, is no source/);
  });
});
