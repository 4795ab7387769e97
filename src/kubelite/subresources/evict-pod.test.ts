import { expect, test } from 'vitest';
import { kubeliteTarget } from '../../testkit/conversation/kubelite-target.ts';

const NAMESPACE = '/api/v1/namespaces/default';
const BUDGETS = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';

function startCluster() {
  const { send, pass, kubelite } = kubeliteTarget();
  const ask = async (method: string, url: string, body: unknown = {}) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const answer = await send({ method, url, headers, body: Buffer.from(JSON.stringify(body)) });
    await pass(100);
    return { code: answer.code, ...JSON.parse(answer.body.toString()) };
  };
  const evict = (name: string, deleteOptions: object = {}) =>
    ask('POST', `${NAMESPACE}/pods/${name}/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name },
      deleteOptions,
    });
  const budget = (name: string, minAvailable: number) =>
    ask('POST', BUDGETS, { metadata: { name }, spec: { minAvailable, selector: { matchLabels: { app: 'web' } } } });
  const pods = async () => {
    for (const name of ['one', 'two']) {
      const spec = { terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image: 'i' }] };
      await ask('POST', `${NAMESPACE}/pods`, { metadata: { name, labels: { app: 'web' } }, spec });
    }
  };
  return { ask, evict, budget, pods, kubelite };
}

test('a budget without a disruption left refuses, and says how many it needs', async () => {
  const { evict, budget, pods } = startCluster();
  await pods();
  await budget('web', 2);
  expect(await evict('one')).toMatchObject({
    code: 429,
    reason: 'TooManyRequests',
    details: {
      causes: [
        { reason: 'DisruptionBudget', message: 'The disruption budget web needs 2 healthy pods and has 2 currently' },
      ],
    },
  });
});

test('a granted eviction is spent before the deletion, which may fail', async () => {
  const { ask, evict, budget, pods } = startCluster();
  await pods();
  await budget('web', 1);
  expect(await evict('one', { dryRun: ['All'] })).toMatchObject({ code: 201 });
  expect(await evict('one', { preconditions: { uid: 'other' } })).toMatchObject({ code: 409 });
  expect(await evict('two')).toMatchObject({ code: 429 });
  const { status } = await ask('GET', `${BUDGETS}/web`, undefined);
  expect(Object.keys(status.disruptedPods)).toEqual(['one']);
});

test('several budgets for one pod are a mistake, none is no hindrance', async () => {
  const { evict, budget, pods } = startCluster();
  await pods();
  expect(await evict('two')).toMatchObject({ code: 201 });
  await budget('a', 0);
  await budget('b', 0);
  expect(await evict('one')).toMatchObject({ code: 500 });
  expect(await evict('none')).toMatchObject({ code: 404 });
});
