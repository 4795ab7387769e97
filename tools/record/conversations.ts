/**
 * Holds the conversations of the embedded API's tests with a real API server, which it starts, and keeps the answers.
 *
 * usage: node bin/node.mjs tools/record/conversations.ts [FILE ...]      (names of files without `.talk`; default all)
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseConversations } from '../../src/testkit/conversation/parse-conversations.ts';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { serverTarget } from '../../src/testkit/conversation/server-target.ts';
import { talk } from '../../src/testkit/conversation/talk.ts';

const FOLDER = new URL('../../src/kubelite/testdata/conversations/', import.meta.url);

const asked = process.argv.slice(2);
const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.talk'))
  .map((file) => file.slice(0, -'.talk'.length))
  .filter((file) => asked.length === 0 || asked.includes(file));

const server = startRealServer();
const target = serverTarget(server);
try {
  for (const file of files) {
    const parts: string[] = [];
    for (const conversation of parseConversations(readFileSync(new URL(`${file}.talk`, FOLDER), 'utf8'))) {
      const answers = await talk(target, conversation);
      const lines = answers.map((answer) => `  ${JSON.stringify(answer)}`);
      parts.push(`${JSON.stringify(conversation.title)}: [\n${lines.join(',\n')}\n]`);
    }
    writeFileSync(new URL(`${file}.json`, FOLDER), `{${parts.join(',\n')}}\n`);
  }
} finally {
  target.close();
  server.stop();
}
