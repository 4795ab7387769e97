import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../base/json-value.ts';
import { readDocuments } from '../lang/yaml/read.ts';
import { differencesOf } from '../testkit/conversation/differences.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { serverTarget } from '../testkit/conversation/server-target.ts';
import type { TalkTarget } from '../testkit/conversation/talk.ts';
import { describedApi } from '../testkit/described/described-api.ts';

const DEFINITIONS = new URL('testdata/described/definitions.yaml', import.meta.url);
const CREATE = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** A real server tells of definitions some moments later. */
const TRIES = 100;
const PAUSE = 200;

async function define(target: TalkTarget): Promise<void> {
  for (const { value } of readDocuments(readFileSync(DEFINITIONS, 'utf8'))) {
    const headers = { 'content-type': 'application/json' };
    const sent = { method: 'POST', url: CREATE, headers, body: Buffer.from(JSON.stringify(value)) };
    expect((await target.send(sent)).code).toBe(201);
  }
}

/** Documents that a real server has some seconds after a definition, each at a moment of its own. */
const PUBLISHED = ['other.example.org/v2alpha1', 'shop.example.org/v1', 'shop.example.org/v1beta1'];

/** Every definition in every document, twice the same. */
async function settled(target: TalkTarget): Promise<Readonly<Record<string, Json>>> {
  let before = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    const described = await describedApi(target);
    const text = JSON.stringify(described);
    const published = PUBLISHED.every((group) => Object.hasOwn(described, `/openapi/v3/apis/${group}`));
    if (text === before && published && text.includes('other.example.org/v2alpha1/namespaces')) return described;
    before = text;
    await sleep(PAUSE);
  }
  throw new Error('the documents did not come to rest');
}

describe.skipIf(!HAS_REAL_SERVER)('discovery and OpenAPI beside a real server', () => {
  let server: RealServer;
  let real: ReturnType<typeof serverTarget>;
  const ours = kubeliteTarget();

  beforeAll(() => {
    server = startRealServer();
    real = serverTarget(server);
  }, 60_000);
  afterAll(async () => {
    await ours.kubelite.close();
    real?.close();
    server?.stop();
  });

  test('of a new cluster', { timeout: 60_000 }, async () => {
    expect(differencesOf(await describedApi(real), await describedApi(ours))).toEqual([]);
  });

  test('with definitions of custom resources', { timeout: 120_000 }, async () => {
    await define(real);
    await define(ours);
    expect(differencesOf(await settled(real), await describedApi(ours))).toEqual([]);
  });
});
