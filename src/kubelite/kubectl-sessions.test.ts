import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listeningKubelite, sessionBesideReal, sessionsOf } from '../testkit/kubectl/compare-sessions.ts';
import { realKubectl } from '../testkit/kubectl/real-kubectl.ts';
import type { Kubelite } from './index.ts';

const VERSION = '1.35';
const kubectl = realKubectl(VERSION);
let kubelite: Kubelite;

beforeAll(async () => {
  kubelite = await listeningKubelite();
});

afterAll(() => kubelite.close());

describe.skipIf(kubectl === undefined)('kubectl says what it says to a real server', () => {
  test.concurrent.each(sessionsOf('everyday'))('$title', { timeout: 60_000 }, async (session) => {
    const asked = { file: 'everyday', session, kubectl: kubectl ?? '', version: VERSION };
    const { ours, theirs } = await sessionBesideReal(kubelite, asked);
    expect(ours).toEqual(theirs);
  });
});
