/**
 * Thousands of watchers of the embedded API over TLS, some of which read nothing: the others have every change, the memory of
 * the server stays bounded, and those that read nothing are cut off.
 */
import { connect } from 'node:http2';
import { expect, test } from 'vitest';
import { inParallel, openApi } from '../bench/kube/api-load.ts';
import { configMap, named } from '../bench/kube/objects.ts';
import { type MeasuredServer, startOurs } from '../bench/kube/servers.ts';
import { peakMegabytes, residentMegabytes, rounded } from '../bench/measure.ts';

const WATCHERS = Number(process.env['TIPHYS_WATCHERS'] ?? 3000);
const DEAF = 200;
const OBJECTS = 50;
/** Of 30 KB each: all together more than what is kept for those who come late. */
const CHANGES = 700;
const PATH = '/api/v1/namespaces/watched/configmaps';
const MOST_MEGABYTES = 700;

/** Watchers that read nothing until they are told to; the answer tells how many of them were cut off. */
async function deafWatchers({ url, ca, token }: MeasuredServer, query: string) {
  const session = connect(url, { ca });
  session.on('error', () => undefined);
  let cut = 0;
  const streams = Array.from({ length: DEAF }, () =>
    session.request({ ':path': `${PATH}?watch=true${query}`, authorization: `Bearer ${token}` }),
  );
  for (const stream of streams) {
    stream.on('error', () => undefined);
    stream.on('close', () => (cut += 1));
  }
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.once('response', resolve))));
  const read = (): void => {
    for (const stream of streams) stream.resume();
  };
  return { read, cut: () => cut, close: () => session.destroy() };
}

test(`${WATCHERS} watchers, and ${DEAF} that do not read`, { timeout: 1_200_000 }, async () => {
  const server = await startOurs();
  const api = openApi(server, 20);
  try {
    await api.send({ method: 'POST', path: '/api/v1/namespaces', body: named('Namespace', 'watched') });
    for (let index = 0; index < OBJECTS; index += 1) {
      await api.send({ method: 'POST', path: PATH, body: configMap(index) });
    }
    const { metadata } = JSON.parse((await api.send({ method: 'GET', path: `${PATH}?limit=1` })).toString());
    // Each of the others watches one object.
    let events = 0;
    await inParallel({ count: WATCHERS, width: 100 }, (index) =>
      api.watch(
        `${PATH}?watch=true&resourceVersion=${metadata.resourceVersion}&fieldSelector=metadata.name%3Dm-${index % OBJECTS}`,
        (count) => (events += count),
      ),
    );
    const deaf = await deafWatchers(server, `&resourceVersion=${metadata.resourceVersion}`);
    const before = residentMegabytes(server.pid);
    const seconds = await inParallel({ count: CHANGES, width: 8 }, (index) => {
      const body = { data: { text: String(index).padEnd(30_000, '.') } };
      const type = 'application/merge-patch+json';
      return api.send({ method: 'PATCH', path: `${PATH}/m-${index % OBJECTS}`, body, type });
    });
    // Only who reads what came before sees an end.
    deaf.read();
    const wanted = (CHANGES / OBJECTS) * WATCHERS;
    for (let tries = 0; tries < 600 && (events < wanted || deaf.cut() < DEAF); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const figures = { before, after: residentMegabytes(server.pid), peak: peakMegabytes(server.pid) };
    process.stdout.write(
      `${events} events of 30 KB in ${rounded(seconds, 1)} s, ${deaf.cut()} cut off, ${JSON.stringify(figures)} MB\n`,
    );
    expect({ events, cut: deaf.cut() }).toEqual({ events: wanted, cut: DEAF });
    expect(figures.peak).toBeLessThan(MOST_MEGABYTES);
    deaf.close();
  } finally {
    api.close();
    await server.stop();
  }
});
