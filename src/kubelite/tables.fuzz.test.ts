import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../adapters/system-clock/system-clock.ts';
import { type Json, type JsonObject, memberAt } from '../base/json-value.ts';
import { differencesOf } from '../testkit/conversation/differences.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { serverTarget } from '../testkit/conversation/server-target.ts';
import type { TalkReply, TalkRequest } from '../testkit/conversation/talk.ts';
import { validObjects } from '../testkit/differential/mistaken-objects.ts';
import { columnsPlace, randomColumns } from '../testkit/differential/random-columns.ts';
import { rowsOf, tableRequests } from '../testkit/differential/random-tables.ts';
import { ADMIN, createKubelite } from './index.ts';
import { wholeBody } from './requests/api-request.ts';

/** `TIPHYS_SEED` and `TIPHYS_ROUNDS` try others, and more of them. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 1000);
const ROUNDS = Number(process.env['TIPHYS_ROUNDS'] ?? 12);
const NAMESPACE = 'tables';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
/** Would change how a server answers everything after them. */
const NEVER_MADE = new Set(['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);

function isRefused(answer: Json): boolean {
  const code = memberAt(answer, 'code');
  return code === 422 || code === 404;
}

describe.skipIf(!HAS_REAL_SERVER)('rows of random objects beside a real server', () => {
  let server: RealServer;
  let real: ReturnType<typeof serverTarget>;
  const kubelite = createKubelite({ clock: systemClock, controllers: false, authorization: 'rbac' });
  const token = kubelite.issueToken(ADMIN);
  const counted = { rows: 0, refused: 0, refusedByOne: 0 };

  const embedded = ({ method, url, headers, body }: TalkRequest): TalkReply => {
    const sent = Object.entries({ authorization: `Bearer ${token}`, ...headers }).map(([name, value]) => [
      name,
      [value],
    ]);
    const answer = kubelite.handle({ method, url, headers: Object.fromEntries(sent), body });
    if (answer.kind !== 'full') throw new Error('a whole answer is expected');
    return { code: answer.status, headers: answer.headers, body: wholeBody(answer) };
  };
  const tell = async (object: JsonObject, url: string): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', url, headers, body: Buffer.from(JSON.stringify(object)) };
    embedded(request);
    await real.send(request);
  };

  beforeAll(async () => {
    server = startRealServer({ nodes: 0 });
    real = serverTarget(server);
    await tell({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }, '/api/v1/namespaces');
    // Where there are no nodes, the real cluster has no default class.
    embedded({
      method: 'DELETE',
      url: '/apis/storage.k8s.io/v1/storageclasses/standard',
      headers: {},
      body: Buffer.from(''),
    });
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
    await tell(account, `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`);
  }, 60_000);
  afterAll(async () => {
    const { rows, refused, refusedByOne } = counted;
    process.stdout.write(`tables: ${rows} rows compared, ${refused} objects refused by both, ${refusedByOne} by one\n`);
    await kubelite.close();
    real?.close();
    server?.stop();
  });

  const subjects = validObjects().filter(({ kind }) => !NEVER_MADE.has(String(kind)));
  const cases = subjects.map((object, index) => ({
    object,
    title: `${object['apiVersion']} ${object['kind']} ${(object['metadata'] as JsonObject)['name']}`,
    seed: SEED * 1000 + index,
  }));

  test.each(cases)('$title, seed $seed', { timeout: 60_000 }, async ({ object, seed }) => {
    const asking = { seed, object, now: Date.now(), namespace: NAMESPACE, rounds: ROUNDS };
    for (const request of tableRequests(asking)) {
      const of = request.method === 'GET' ? 'read' : 'write';
      const theirs = rowsOf(await real.send(request), of);
      const mine = rowsOf(embedded(request), of);
      // What is refused has no row; who refuses what is compared elsewhere.
      if (isRefused(theirs) !== isRefused(mine)) {
        counted.refusedByOne += 1;
        continue;
      }
      counted[isRefused(theirs) ? 'refused' : 'rows'] += 1;
      const lines = differencesOf(theirs, mine);
      const sent = lines.length > 0 ? `${request.method} ${request.url} ${request.body.toString()}` : '';
      expect({ lines, sent }).toEqual({ lines: [], sent: '' });
    }
  });

  const definitions = Array.from({ length: ROUNDS }, (_, index) => SEED * 1000 + index);

  test.each(definitions)('columns of a definition, seed %i', { timeout: 60_000 }, async (seed) => {
    const asked = randomColumns(seed, Date.now());
    await tell(asked.definition, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    const url = columnsPlace(asked);
    const read = { method: 'GET', url, headers: { accept: TABLE }, body: Buffer.from('') };
    for (let tries = 0; tries < 100 && (await real.send(read)).code === 404; tries += 1) await sleep(50);
    for (const object of asked.objects) await tell(object, url);
    const theirs = rowsOf(await real.send(read));
    counted.rows += asked.objects.length;
    expect({ definition: asked.definition, lines: differencesOf(theirs, rowsOf(embedded(read))) }).toEqual({
      definition: asked.definition,
      lines: [],
    });
  });
});
