import { expect, test } from 'vitest';
import { createGitHandler } from '../../adapters/git-server/git-handler.ts';
import { hostileGit } from '../../testkit/hostile-git.ts';
import { realSources, sourceRequest, valueMap, valuesOf } from '../../testkit/real-sources.ts';
import { changeOne } from '../../testkit/shared-repository.ts';

test('30 Applications of one repository: a commit that touches one is one question, one fetch, one render', async () => {
  expect(await changeOne(30)).toEqual({
    first: { questions: 1, fetches: 1, renders: 30 },
    after: { questions: 1, fetches: 1, renders: 1 },
    idle: { questions: 0, fetches: 0, renders: 0 },
    isTheOne: true,
  });
}, 20_000);

test('two branches pushed at once: one whose pack is held back does not hold up the other, and each is fetched once', async () => {
  await using sources = await realSources();
  const repository = await sources.git.createTestRepository('app');
  const base = await repository.commit({ files: { 'a.yaml': valueMap('first') } });
  await repository.setRef('refs/heads/other', base);
  const held = Promise.withResolvers<void>();
  const real = createGitHandler({ root: sources.git.server.root });
  let [slow, asked] = ['', 0];
  await using server = await hostileGit({
    root: sources.git.server.root,
    isMeant: (body) => slow !== '' && body.includes(`want ${slow}`),
    pack: (request, response) => {
      asked += 1;
      void held.promise.then(() => real(request, response));
    },
  });
  const repoURL = `${server.url}/app.git`;
  const render = async (targetRevision: string) =>
    valuesOf(await sources.service.render(sourceRequest({ repoURL, targetRevision }, { appName: targetRevision })));
  expect(await Promise.all([render('main'), render('other')])).toEqual([['first'], ['first']]);
  sources.metrics.reset();
  slow = await repository.commit({ files: { 'a.yaml': valueMap('slow') } });
  await repository.commit({ files: { 'a.yaml': valueMap('quick') }, branch: 'other' });
  let isThere = false;
  const waiting = render('main').finally(() => {
    isThere = true;
  });
  // Until the second is there, whatever time that takes, nothing of the first comes.
  await expect.poll(() => asked).toBe(1);
  expect(await render('other')).toEqual(['quick']);
  expect(isThere).toBe(false);
  held.resolve();
  expect(await waiting).toEqual(['slow']);
  const fetches = sources.metrics.value('git_requests_total', { kind: 'fetch' });
  expect([fetches, sources.metrics.value('renders_total')]).toEqual([2, 2]);
}, 20_000);
