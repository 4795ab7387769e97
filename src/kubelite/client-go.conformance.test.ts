import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildClients, type ClientPrograms, hasGoModules } from '../testkit/client-go/run-clients.ts';
import { listeningKubelite } from '../testkit/kubectl/compare-sessions.ts';
import { ADMIN } from './index.ts';

const SAID = JSON.parse(readFileSync(new URL('testdata/client-go/said.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;
const HAS_GO = hasGoModules();
let clients: ClientPrograms;

beforeAll(async () => {
  if (HAS_GO) clients = await buildClients();
}, 900_000);

afterAll(() => clients?.close());

describe.skipIf(!HAS_GO).each([
  ['with lists that are watched', true],
  ['with lists before watches', false],
])('client-go sees what it sees of a real server, %s', (_, watchList) => {
  let ours: Readonly<Record<string, readonly string[]>>;

  beforeAll(async () => {
    const kubelite = await listeningKubelite();
    ours = await clients.say(kubelite.kubeconfig(ADMIN), { watchList });
    await kubelite.close();
  }, 300_000);

  test.each(Object.keys(SAID))('%s', (scene) => {
    expect(ours[scene]).toEqual(SAID[scene]);
  });
});
