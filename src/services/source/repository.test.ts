import { expect, test } from 'vitest';
import type { GitPort } from '../../ports/git.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { Repository } from './repository.ts';

const wish = { targetRevision: 'main', tagPrefix: '' };

async function open() {
  const memory = createMemoryGit();
  const clock = new FakeClock();
  const made = memory.repository('app');
  const oid = await made.commit({ files: { a: '1' } });
  const asked = { refs: 0, fetches: 0 };
  /** The port with requests that take a while, as those to servers do. */
  const git: GitPort = {
    ...memory.port,
    async listRefs(...question) {
      asked.refs += 1;
      await clock.sleep(15_000);
      return await memory.port.listRefs(...question);
    },
    async fetch(...question) {
      asked.fetches += 1;
      return await memory.port.fetch(...question);
    },
  };
  const deps = { git, clock, metrics: memoryMetrics(), log: memoryLog(), freshFor: () => 0, onMoved: () => undefined };
  return { memory, clock, oid, asked, repository: new Repository(deps, { url: made.url }) };
}

/** How a question ended, or that it has not. */
async function outcomeOf(clock: FakeClock, question: Promise<unknown>): Promise<string> {
  let outcome = 'waits';
  question.then(
    () => (outcome = 'answered'),
    () => (outcome = 'failed'),
  );
  await clock.advance(0);
  return outcome;
}

test('while one asks whether a failing server answers again, the others do not wait', async () => {
  const { memory, clock, repository, asked } = await open();
  memory.break('app', 'git.timeout');
  const first = repository.resolve(wish, 'cached').catch(() => undefined);
  expect(await outcomeOf(clock, repository.resolve(wish, 'cached'))).toBe('waits');
  await clock.advance(15_000);
  await first;
  expect(asked.refs).toBe(1);
  // It rests for five seconds, and then one asks.
  expect(await outcomeOf(clock, repository.resolve(wish, 'cached'))).toBe('failed');
  await clock.advance(6_000);
  expect(await outcomeOf(clock, repository.resolve(wish, 'cached'))).toBe('waits');
  expect(await outcomeOf(clock, repository.resolve(wish, 'cached'))).toBe('failed');
  expect(asked.refs).toBe(2);
  // A user who refreshes waits for an answer of his own.
  expect(await outcomeOf(clock, repository.resolve(wish, 'latest'))).toBe('waits');
  memory.break('app', undefined);
  await clock.advance(15_000);
  expect(await outcomeOf(clock, repository.resolve(wish, 'cached'))).toBe('answered');
});

test('a commit that cannot be fetched is tried again after 5, 10, 20 … seconds, and at once for who wants the latest', async () => {
  const { memory, clock, repository, asked, oid } = await open();
  memory.break('app', 'git.timeout');
  const seconds: number[] = [];
  for (let second = 0; second <= 80; second += 1) {
    const before = asked.fetches;
    await repository.commit(oid).catch(() => undefined);
    if (asked.fetches > before) seconds.push(second);
    await clock.advance(1_000);
  }
  expect(seconds).toEqual([0, 5, 15, 35, 75]);
  memory.break('app', undefined);
  await expect(repository.commit(oid)).rejects.toMatchObject({ code: 'git.timeout' });
  expect((await repository.commit(oid, 'latest')).oid).toBe(oid);
  expect((await repository.commit(oid)).oid).toBe(oid);
});

test('who begins to follow a branch that was made since the last question is told of it; one that is not there is asked for once', async () => {
  const { memory, clock, oid, repository, asked } = await open();
  const resolve = async (targetRevision: string) => {
    const question = repository.resolve({ targetRevision, tagPrefix: '' }, 'cached');
    await clock.advance(30_000);
    return await question;
  };
  expect(await resolve('main')).toEqual({ kind: 'commit', oid });
  await memory.repository('app').setRef('refs/heads/made-since', oid);
  expect([await resolve('made-since'), asked.refs]).toEqual([{ kind: 'commit', oid }, 2]);
  expect([await resolve('nowhere'), asked.refs]).toEqual([{ kind: 'missing' }, 3]);
  expect([await resolve('nowhere'), asked.refs]).toEqual([{ kind: 'missing' }, 3]);
});
