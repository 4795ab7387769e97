/**
 * Sends odd requests to a real API server, which it starts, and keeps the answers for the everyday test of the embedded API.
 *
 * usage: node bin/node.mjs tools/record/odd-requests.ts
 */
import { writeFileSync } from 'node:fs';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { askReal } from '../../src/testkit/differential/ask-servers.ts';
import { prepareServer } from '../../src/testkit/differential/mistaken-objects.ts';
import { answerToOdd, ODD_REQUESTS } from '../../src/testkit/differential/odd-requests.ts';

const FILE = new URL('../../src/kubelite/testdata/odd-requests.json', import.meta.url);

const server = startRealServer({ nodes: 0 });
const real = askReal(server);
try {
  await prepareServer(real.ask);
  const lines: string[] = [];
  for (const odd of ODD_REQUESTS) {
    lines.push(`${JSON.stringify(odd.reason)}: ${JSON.stringify(await answerToOdd(real.ask, odd))}`);
  }
  writeFileSync(FILE, `{${lines.join(',\n')}}\n`);
  process.stdout.write(`${lines.length} answers kept\n`);
} finally {
  real.close();
  server.stop();
}
