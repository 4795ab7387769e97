/**
 * Runs the programs over client-go against a real API server, which it starts, and keeps what they said.
 *
 * usage: node bin/node.mjs tools/record/client-go.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildClients } from '../../src/testkit/client-go/run-clients.ts';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';

const OUT = new URL('../../src/kubelite/testdata/client-go/said.json', import.meta.url);

const clients = await buildClients();
const server = startRealServer();
try {
  const said = await clients.say(readFileSync(server.kubeconfig, 'utf8'));
  writeFileSync(OUT, `${JSON.stringify(said, null, 0).replaceAll('","', '",\n"')}\n`);
} finally {
  server.stop();
  clients.close();
}
