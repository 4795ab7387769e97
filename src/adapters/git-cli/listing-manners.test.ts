import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { type ListingManners, withListingManners } from './listing-manners.ts';

const MANNERS: ListingManners = { attempts: 1, pause: 1, factor: 2, longestPause: 4, atOnce: 0 };

function open(manners: Partial<ListingManners>, faults: readonly AppError['kind'][]) {
  const git = createMemoryGit();
  const repository = git.repository('app');
  let asked = 0;
  const listRefs: typeof git.port.listRefs = async (...given) => {
    const kind = faults[asked];
    asked += 1;
    if (kind !== undefined) throw new AppError({ code: 'git.unreachable', kind, message: `fault ${asked}` });
    return await git.port.listRefs(...given);
  };
  const port = withListingManners({ ...git.port, listRefs }, { ...MANNERS, ...manners });
  const ask = (signal?: AbortSignal) =>
    port.listRefs({ url: repository.url }, signal).then(
      () => 'answered',
      (error: unknown) => (error instanceof AppError ? error.message : 'aborted'),
    );
  return { ask, asked: () => asked };
}

test.each<[string, Partial<ListingManners>, readonly AppError['kind'][], string, number]>([
  ['one try unless more are wished', {}, ['transient'], 'fault 1', 1],
  ['the second try is good', { attempts: 3 }, ['transient'], 'answered', 2],
  ['the last fault is told', { attempts: 3 }, ['transient', 'transient', 'transient'], 'fault 3', 3],
  ['a refusal is no reason to ask again', { attempts: 3 }, ['user'], 'fault 1', 1],
  ['pauses without a longest', { attempts: 4, longestPause: 0 }, ['transient', 'transient'], 'answered', 3],
])('%s', async (_reason, manners, faults, answer, count) => {
  const { ask, asked } = open(manners, faults);
  expect(await ask()).toBe(answer);
  expect(asked()).toBe(count);
});

test('who goes away is not waited for in a pause', async () => {
  const { ask, asked } = open({ attempts: 2, pause: 60_000, longestPause: 0 }, ['transient']);
  const ending = new AbortController();
  const answer = ask(ending.signal);
  await new Promise((resolve) => setImmediate(resolve));
  ending.abort();
  expect(await answer).toBe('aborted');
  expect(asked()).toBe(1);
});

test('not more at a time than wished', async () => {
  const git = createMemoryGit();
  const repository = git.repository('app');
  let [now, most] = [0, 0];
  const listRefs: typeof git.port.listRefs = async (...given) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    return await git.port.listRefs(...given);
  };
  const port = withListingManners({ ...git.port, listRefs }, { ...MANNERS, atOnce: 3 });
  await Promise.all(Array.from({ length: 20 }, () => port.listRefs({ url: repository.url })));
  expect(most).toBe(3);
});
