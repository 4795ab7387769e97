/**
 * Sends objects with one mistake each to a real API server, which it starts, and keeps the answers for the everyday test
 * of the embedded API. Prints what the embedded API answers otherwise: that is left out of the file.
 *
 * usage: node bin/node.mjs tools/record/mistakes.ts [STEP]      (every STEPth mistake of an object; default 29)
 */
import { writeFileSync } from 'node:fs';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { askEmbedded, askReal } from '../../src/testkit/differential/ask-servers.ts';
import {
  answersTo,
  labelOf,
  prepareServer,
  someMistakes,
  validObjects,
} from '../../src/testkit/differential/mistaken-objects.ts';

const FILE = new URL('../../src/kubelite/testdata/mistakes.json', import.meta.url);
const step = Number(process.argv[2] ?? 29);

// Without nodes nothing is placed while it is asked about.
const server = startRealServer({ nodes: 0 });
const [real, embedded] = [askReal(server), askEmbedded()];
let [asked, otherwise] = [0, 0];
try {
  await prepareServer(real.ask);
  await prepareServer(embedded);
  const parts: string[] = [];
  for (const object of validObjects()) {
    const mistakes = someMistakes(object, step);
    const theirs = await answersTo(real.ask, object, mistakes);
    const ours = await answersTo(embedded, object, mistakes);
    const lines = mistakes.flatMap((mistake, index) => {
      asked += 1;
      const [answer, own] = [JSON.stringify(theirs[index]), JSON.stringify(ours[index])];
      if (answer === own) return [`  ${JSON.stringify({ ...mistake, answer: theirs[index] })}`];
      otherwise += 1;
      process.stdout.write(`${labelOf(object)} ${JSON.stringify(mistake)}\n  real ${answer}\n  ours ${own}\n`);
      return [];
    });
    parts.push(`${JSON.stringify(labelOf(object))}: [\n${lines.join(',\n')}\n]`);
  }
  writeFileSync(FILE, `{${parts.join(',\n')}}\n`);
  process.stdout.write(`${asked} asked, ${otherwise} answered otherwise\n`);
} finally {
  real.close();
  server.stop();
}
