/** Sources that lend their files to others (features A5). */
import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { createManifestService } from './index.ts';

const TEMPLATE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Values.a }}-{{ .Values.b }}}\n';

async function open() {
  const clock = new FakeClock();
  const git = createMemoryGit();
  const service = createManifestService({
    ...{ git: git.port, installation: memoryInstallation(), clock, metrics: memoryMetrics(), log: memoryLog() },
    random: () => 0,
    ...createMemoryOutside(clock).ports,
  });
  const [app, values] = [git.repository('app'), git.repository('values')];
  const old = await app.commit({
    files: {
      'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
      'chart/values.yaml': 'a: chart\nb: chart\n',
      'chart/templates/a.yaml': TEMPLATE,
      'own.yaml': 'a: old\n',
    },
  });
  await app.commit({ files: { 'own.yaml': 'a: new\n' } });
  const first = await values.commit({ files: { 'env/a.yaml': 'a: first\n', 'env/b.yaml': 'b: first\n' } });
  await values.commit({ files: { 'env/a.yaml': 'a: second\n', 'env/b.yaml': 'b: second\n' } });
  const chart = (...valueFiles: string[]): ApplicationSource => ({
    ...{ repoURL: app.url, targetRevision: 'main', path: 'chart' },
    helm: { valueFiles },
  });
  const render = async (...sources: ApplicationSource[]) => {
    const result = await service.render({
      ...{ appName: 'app', project: 'default', namespace: 'n', kubeVersion: '1.35.0', apiVersions: [] },
      ...{ revisions: [], refresh: 'latest', isMultiSource: true, sources },
    });
    if (result.kind === 'failed') return result.message;
    return result.sources.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.name));
  };
  const lent = (ref: string, targetRevision: string, repoURL = values.url) => ({ repoURL, ref, targetRevision });
  return { app, chart, render, lent, old, first, close: () => service.close() };
}

test('each at its own revision: another one of the own repository, two of another', async () => {
  const { app, chart, render, lent, old, first, close } = await open();
  expect(await render(chart('$self/own.yaml'), lent('self', old, app.url))).toEqual(['old-chart']);
  expect(await render(chart('$one/env/a.yaml', '$two/env/b.yaml'), lent('one', first), lent('two', 'main'))).toEqual([
    'first-second',
  ]);
  await close();
});

test('names: two of one name, and what no name may have, stop everything, whoever uses them', async () => {
  const { chart, render, lent, close } = await open();
  const prefix = 'failed to get ref sources:';
  expect(await render(chart(), lent('one', 'main'), lent('one', 'main'))).toBe(
    `${prefix} invalid sources: multiple sources had the same \`ref\` key`,
  );
  expect(await render(chart(), lent('a.b', 'main'))).toContain(`${prefix} sources.ref a.b cannot contain`);
  await close();
});

test('one that nobody names is looked for all the same; one beside a list of its own lends nothing', async () => {
  const { chart, render, lent, close } = await open();
  expect(await render(chart(), lent('one', 'gone'))).toMatch(/source 2 of 2: .* unable to resolve 'gone'/);
  expect(await render(chart('$other/x.yaml'), lent('one', 'main'))).toContain(
    'source referenced "$other", which is not one of the available sources ($one)',
  );
  await close();
});
