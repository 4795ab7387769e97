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
  const newest = await app.commit({ files: { 'own.yaml': 'a: new\n' } });
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
  return { app, values, chart, render, lent, old, newest, first, close: () => service.close() };
}

test('files of another repository at its own revision, and of the own one', async () => {
  const { app, chart, render, lent, first, close } = await open();
  expect(await render(chart('$one/env/a.yaml'), lent('one', first))).toEqual(['first-chart']);
  expect(await render(chart('$self/own.yaml'), lent('self', 'main', app.url))).toEqual(['new-chart']);
  // Another name of the same commit.
  expect(await render(chart('$self/own.yaml'), lent('self', 'HEAD', app.url))).toEqual(['new-chart']);
  await close();
});

const SOURCE_1 = 'failed to generate manifest for source 1 of 2: rpc error: code = Unknown desc = ';

test('no other revision of the own repository', async () => {
  const { app, chart, render, lent, old, newest, close } = await open();
  expect(await render(chart('$self/own.yaml'), lent('self', old, app.url))).toBe(
    `${SOURCE_1}cannot reference a different revision of the same repository ($self references "${old}" which resolves to ` +
      `"${old}" while the application references "main" which resolves to "${newest}")`,
  );
  // Nobody reads files of it: then it may be there.
  expect(await render(chart(), lent('self', old, app.url))).toEqual(['chart-chart']);
  await close();
});

test('no two revisions of another one, in the order in which they are named', async () => {
  const { chart, render, lent, first, close } = await open();
  const sources = [lent('one', first), lent('two', 'main')];
  expect(await render(chart('$two/env/a.yaml', '$one/env/b.yaml'), ...sources)).toBe(
    `${SOURCE_1.replace('of 2', 'of 3')}cannot reference multiple revisions for the same repository ` +
      `($one references "${first}" while $two references "main")`,
  );
  const twice = [lent('one', 'main'), lent('two', 'main')];
  expect(await render(chart('$two/env/a.yaml', '$one/env/b.yaml'), ...twice)).toEqual(['second-second']);
  await close();
});

test('a revision that is not there, and a name without a path', async () => {
  const { values, chart, render, lent, close } = await open();
  expect(await render(chart('$one/env/a.yaml'), lent('one', 'gone'))).toBe(
    `${SOURCE_1}failed to get git client for repo ${values.url}`,
  );
  const steps = 'error resolving helm value files: error resolving value file path: error resolving value file path: ';
  expect(await render(chart('$one'), lent('one', 'main'))).toBe(
    `${SOURCE_1}${steps}internal error: failed to resolve path. Check logs for more details`,
  );
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
