/**
 * Reads discovery and OpenAPI of a real API server, which it starts, and keeps a digest of each document.
 *
 * usage: node bin/node.mjs tools/record/described-api.ts
 */
import { writeFileSync } from 'node:fs';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { serverTarget } from '../../src/testkit/conversation/server-target.ts';
import { describedApi } from '../../src/testkit/described/described-api.ts';
import { describedDigests } from '../../src/testkit/described/described-digests.ts';

const FILE = new URL('../../src/kubelite/testdata/described.json', import.meta.url);

const server = startRealServer();
const target = serverTarget(server);
try {
  writeFileSync(FILE, `${JSON.stringify(describedDigests(await describedApi(target)), null, 1)}\n`);
} finally {
  target.close();
  server.stop();
}
