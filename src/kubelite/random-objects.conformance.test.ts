import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject, textAt } from '../base/json-value.ts';
import { HAS_REAL_SERVER, startRealServer } from '../testkit/conversation/real-server.ts';
import { askEmbedded, askReal } from '../testkit/differential/ask-servers.ts';
import { vocabularyOf } from '../testkit/differential/drawn-values.ts';
import { judgeRequests } from '../testkit/differential/judge-requests.ts';
import { type AskServer, labelOf, prepareServer, validObjects } from '../testkit/differential/mistaken-objects.ts';
import { collectionOf } from '../testkit/differential/object-places.ts';
import { type RandomRequest, randomRequests } from '../testkit/differential/random-requests.ts';

/** `TIPHYS_SEED` and `TIPHYS_REQUESTS` try others, and more of them for each object and way. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 500);
const COUNT = Number(process.env['TIPHYS_REQUESTS'] ?? 6);
const LEAST_SHARE = 0.995;

/** A map has no order, so that a server that walks one tells causes in any: it is asked again as often as this. */
const TRIES = 8;
const NAMESPACE = 'probe';
/** They would change how a server answers everything after them. */
const NEVER_MADE = new Set(['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
const PLACES = { Box: { plural: 'boxes', namespaced: true }, Hook: { plural: 'hooks', namespaced: false } };
/** What controllers of a real server have noted already. */
const OF_CONTROLLERS = /startTime cannot be removed|collisionCount: .* cannot be decremented/;

interface Subject {
  readonly object: JsonObject;
  readonly requests: readonly RandomRequest[];
}

function subjects(): readonly Subject[] {
  const objects = validObjects().filter((one) => !/^(boxes|hooks)\./.test(textAt(one, 'metadata', 'name') ?? ''));
  const vocabulary = vocabularyOf(objects);
  return objects.map((object, index) => {
    const requests = randomRequests({ object, seed: SEED * 7919 + index, count: COUNT, vocabulary });
    const fixed = NEVER_MADE.has(String(object['kind']));
    return { object, requests: requests.filter(({ way }) => way === 'create' || !fixed) };
  });
}

async function judge(ask: AskServer, { object, requests }: Subject): Promise<readonly Json[]> {
  const judged = await judgeRequests(ask, collectionOf(object, NAMESPACE, PLACES), object, requests);
  return judged.map(({ answer }) => answer);
}

function sortedCauses(answer: Json | undefined): Json {
  if (!isObject(answer) || !Array.isArray(answer['causes'])) return answer ?? null;
  const causes = answer['causes'].filter((cause) => !OF_CONTROLLERS.test(String(cause)));
  return { ...answer, causes: causes.toSorted(), message: '' };
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether the real server answers as ours, if need be when it is asked again. */
async function agrees(
  ask: AskServer,
  subject: Subject,
  { theirs, ours }: { theirs: Json | undefined; ours: Json | undefined },
) {
  if (same(theirs, ours)) return true;
  if (!same(sortedCauses(theirs), sortedCauses(ours))) return false;
  // Custom objects are judged in the order of a map at every level.
  if (Object.hasOwn(PLACES, String(subject.object['kind']))) return true;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [again] = await judge(ask, subject);
    if (same(again, ours)) return true;
  }
  return OF_CONTROLLERS.test(JSON.stringify(theirs));
}

describe.skipIf(!HAS_REAL_SERVER)('random requests about objects of every kind beside a real server', () => {
  test('creates, updates, statuses and scales: what is stored, or why not', async () => {
    const server = startRealServer({ nodes: 0 });
    const [real, embedded] = [askReal(server), askEmbedded()];
    const different: string[] = [];
    let asked = 0;
    try {
      await prepareServer(real.ask);
      await prepareServer(embedded);
      for (const subject of subjects()) {
        const [theirs, ours] = [await judge(real.ask, subject), await judge(embedded, subject)];
        asked += subject.requests.length;
        for (const [index, request] of subject.requests.entries()) {
          const alone = { ...subject, requests: [request] };
          if (await agrees(real.ask, alone, { theirs: theirs[index], ours: ours[index] })) continue;
          different.push(`${labelOf(subject.object)} ${JSON.stringify(request)}`);
        }
      }
    } finally {
      real.close();
      server.stop();
    }
    process.stdout.write(
      `random objects: ${asked - different.length} of ${asked} identical, seed ${SEED}\n${different.join('\n')}\n`,
    );
    expect(1 - different.length / asked).toBeGreaterThanOrEqual(LEAST_SHARE);
  }, 600_000);
});
