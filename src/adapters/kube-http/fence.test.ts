/** A shut fence keeps writes from being sent, at the first try and at every later one, however late the connection came. */
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { Fence } from '../../ports/leadership.ts';
import { type ScriptedAnswer, type SeenRequest, scriptedApi } from '../../testkit/scripted-api.ts';
import { systemClock } from '../system-clock/system-clock.ts';
import { createKubeHttp } from './kube-http.ts';

const MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' } };
const ADDRESS = {
  type: { group: '', version: 'v1', plural: 'configmaps', namespaced: true },
  namespace: 'n',
  name: 'a',
};

function fence(isOpen: () => boolean): Fence {
  return {
    check() {
      if (!isOpen()) throw new AppError({ code: 'leadership.lost', kind: 'transient', message: 'lost' });
    },
  };
}

async function patches(
  answer: (request: SeenRequest, number: number) => ScriptedAnswer,
  guard: Fence,
): Promise<{ readonly seen: number; readonly outcome: string }> {
  await using api = await scriptedApi(answer);
  const kube = await createKubeHttp(
    { server: api.url, credentials: { kind: 'none' } },
    { clock: systemClock, random: () => 0, environment: {}, userAgent: 'test' },
  );
  const outcome = await kube.patch(ADDRESS, 'merge', '{}', { fence: guard }).then(
    () => 'written',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
  await kube.close();
  return { seen: api.seen.length, outcome };
}

test('an open fence lets a write pass', async () => {
  expect(
    await patches(
      () => ({ body: MAP }),
      fence(() => true),
    ),
  ).toEqual({ seen: 1, outcome: 'written' });
});

test('a fence that is shut keeps it here', async () => {
  expect(
    await patches(
      () => ({ body: MAP }),
      fence(() => false),
    ),
  ).toEqual({ seen: 0, outcome: 'leadership.lost' });
});

test('a fence that shuts during the pause of a 429 keeps the next try here', async () => {
  let isOpen = true;
  const busy = () => {
    isOpen = false;
    return { status: 429, headers: { 'retry-after': '1' }, body: {} };
  };
  expect(
    await patches(
      busy,
      fence(() => isOpen),
    ),
  ).toEqual({ seen: 1, outcome: 'leadership.lost' });
});
