/**
 * Runs the kubectl sessions of the embedded API's tests against a real API server, which it starts, and keeps what kubectl said.
 *
 * usage: node bin/node.mjs tools/record/kubectl-sessions.ts [FILE ...]      (names of files without `.session`; default all)
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { parseSessions } from '../../src/testkit/kubectl/parse-sessions.ts';
import { realKubectl } from '../../src/testkit/kubectl/real-kubectl.ts';
import { runSession } from '../../src/testkit/kubectl/run-session.ts';

const FOLDER = new URL('../../src/kubelite/testdata/kubectl/', import.meta.url);
const VERSIONS = ['1.35', '1.32'];

const asked = process.argv.slice(2);
const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.session'))
  .map((file) => file.slice(0, -'.session'.length))
  .filter((file) => asked.length === 0 || asked.includes(file));

for (const version of VERSIONS) await record(version);

/** A server of its own for each: what one wrote does not trouble the other. */
async function record(version: string): Promise<void> {
  const kubectl = realKubectl(version);
  if (kubectl === undefined) throw new Error(`no kubectl ${version} here`);
  const server = startRealServer();
  try {
    for (const file of files) {
      const parts: string[] = [];
      for (const session of parseSessions(readFileSync(new URL(`${file}.session`, FOLDER), 'utf8'))) {
        const kubeconfig = readFileSync(server.kubeconfig, 'utf8');
        const answers = await runSession(session, { kubectl, kubeconfig });
        parts.push(`${JSON.stringify(session.title)}: [\n${answers.map((one) => JSON.stringify(one)).join(',\n')}\n]`);
      }
      writeFileSync(new URL(`${file}.${version}.json`, FOLDER), `{${parts.join(',\n')}}\n`);
    }
  } finally {
    server.stop();
  }
}
