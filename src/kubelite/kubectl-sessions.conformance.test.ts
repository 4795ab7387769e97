import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listeningKubelite, sessionBesideReal, sessionsOf } from '../testkit/kubectl/compare-sessions.ts';
import { realKubectl } from '../testkit/kubectl/real-kubectl.ts';
import type { Kubelite } from './index.ts';

const FILES = ['access', 'changing', 'everyday', 'further', 'inspect', 'running', 'verbs'];

describe.each(['1.35', '1.32'])('kubectl %s says what it says to a real server', (version) => {
  const kubectl = realKubectl(version);
  let kubelite: Kubelite;

  beforeAll(async () => {
    kubelite = await listeningKubelite();
  });

  afterAll(() => kubelite.close());

  const cases = FILES.flatMap((file) => sessionsOf(file).map((session) => ({ file, session, title: session.title })));

  test.skipIf(kubectl === undefined).each(cases)('$file: $title', { timeout: 120_000 }, async ({ file, session }) => {
    const { ours, theirs } = await sessionBesideReal(kubelite, { file, session, kubectl: kubectl ?? '', version });
    expect(ours).toEqual(theirs);
  });
});
