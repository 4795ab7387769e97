import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../adapters/system-clock/system-clock.ts';
import { isList, isObject, type Json } from '../base/json-value.ts';
import { readYaml } from '../lang/yaml/read.ts';
import { differencesOf } from '../testkit/conversation/differences.ts';
import { PlainAnswers } from '../testkit/conversation/plain-answer.ts';
import { RANDOM_DEFINITION } from '../testkit/conversation/random-places.ts';
import { randomRequests } from '../testkit/conversation/random-requests.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { serverTarget } from '../testkit/conversation/server-target.ts';
import { type TalkAnswer, type TalkTarget, talk } from '../testkit/conversation/talk.ts';
import { ADMIN, createKubelite, type Kubelite } from './index.ts';

/** `TIPHYS_SEED` and `TIPHYS_PROGRAMS` try others, and more of them. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 1000);
const PROGRAMS = Number(process.env['TIPHYS_PROGRAMS'] ?? 10);
const STEPS = 100;
/** Conversations are held side by side. */
const WIDTH = 5;
const TRIES = 100;

const groups = Array.from({ length: Math.ceil(PROGRAMS / WIDTH) }, (_, group) =>
  Array.from({ length: Math.min(WIDTH, PROGRAMS - group * WIDTH) }, (_, index) => SEED + group * WIDTH + index),
);

/** Protobuf is read, and answered by no program of ours: the next form that a client takes is. */
function isProtobuf({ headers }: TalkAnswer): boolean {
  return String(headers['content-type'] ?? '').includes('protobuf');
}

function comparable({ headers, body, ...answer }: TalkAnswer): Json {
  const isYaml = headers['content-type'] === 'application/yaml' && typeof body === 'string';
  return JSON.parse(
    JSON.stringify({
      ...answer,
      headers,
      body: withoutChance(isYaml ? new PlainAnswers().plain(readYaml(body)) : body),
    }),
  ) as Json;
}

/** A server tells of its progress when it likes, and prose about columns is no behaviour. */
function withoutChance(body: Json): Json {
  if (isList(body)) return body.filter((event) => !isProgress(event));
  if (!isObject(body) || !isList(body['columnDefinitions'])) return body;
  const columns = body['columnDefinitions'].map((column) =>
    isObject(column) ? { ...column, description: '' } : column,
  );
  return { ...body, columnDefinitions: columns };
}

function isProgress(event: Json): boolean {
  return isObject(event) && event['type'] === 'BOOKMARK' && !JSON.stringify(event).includes('initial-events-end');
}

async function define(target: TalkTarget): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = Buffer.from(JSON.stringify(RANDOM_DEFINITION));
  await target.send({ method: 'POST', url: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', headers, body });
  const ask = { method: 'GET', url: '/apis/requests.example/v1/widgets', headers: {}, body: Buffer.from('') };
  for (let tries = 0; tries < TRIES && (await target.send(ask)).code !== 200; tries += 1) await target.rest();
}

describe.skipIf(!HAS_REAL_SERVER)('random requests beside a real server, both over HTTPS', () => {
  let server: RealServer;
  let kubelite: Kubelite;
  let real: ReturnType<typeof serverTarget>;
  let ours: ReturnType<typeof serverTarget>;
  let requests = 0;

  beforeAll(async () => {
    server = startRealServer();
    real = serverTarget(server);
    kubelite = createKubelite({ clock: systemClock, controllers: true, authorization: 'rbac' });
    const { url, caCertificate } = await kubelite.listen();
    ours = serverTarget({ url, ca: caCertificate, token: kubelite.issueToken(ADMIN) });
    await Promise.all([real, ours].map(define));
  }, 60_000);
  afterAll(async () => {
    process.stdout.write(`random requests: ${requests}\n`);
    for (const target of [real, ours]) target?.close();
    await kubelite?.close();
    server?.stop();
  });

  test.each(groups)('%i and the following', { timeout: 300_000 }, async (...seeds) => {
    const held = seeds.map(async (seed) => {
      const conversation = randomRequests({ seed, steps: STEPS });
      const [theirs, mine] = await Promise.all([talk(real, conversation), talk(ours, conversation)]);
      return theirs.flatMap((answer, index) => {
        const own = mine[index];
        // A server that panics breaks the connection off.
        if (!own || answer.code === 0 || isProtobuf(answer)) return [];
        requests += 1;
        const lines = differencesOf(comparable(answer), comparable(own));
        return lines.length === 0 ? [] : [{ seed, index, step: answer.step, lines }];
      });
    });
    expect((await Promise.all(held)).flat()).toEqual([]);
  });
});
