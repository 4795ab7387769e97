/**
 * Plays stories to a real Argo CD and to the product, and tells where what became of them differs (docs/dev/beside-argo-cd.md).
 *
 * usage: npm run oracle build              builds that Argo CD, once
 *        npm run oracle record [PATTERN]   tells it the stories whose names match, on a real API server
 *        npm run oracle compare [PATTERN]  tells them to the product, on the embedded API, and compares
 *        npm run oracle kubelite [PATTERN] tells them to that Argo CD on the embedded API, and compares
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStage, scenarioFolder } from '../scenarios.ts';
import type { StageCluster } from '../stage-cluster.ts';
import { buildPeer } from './build-peer.ts';
import { differencesOf, everyDifference } from './differences.ts';
import { ON_KUBELITE, OURS, RECORDED } from './folders.ts';
import { startPeer } from './start-peer.ts';
import { tellStories } from './tell-stories.ts';
import { type WrittenStory, writeStories } from './write-stories.ts';

const LINES_PER_STORY = 6;
const LINE_LENGTH = 400;

interface Told {
  /** Where the records of this telling are kept. */
  readonly root: string;
  readonly pattern: string;
  /** Who listens, for the settings of that name. */
  readonly open: (config: string) => Promise<StageCluster & AsyncDisposable>;
}

const [command, pattern = ''] = process.argv.slice(2);
const folder = scenarioFolder('real');
if (command === 'build') buildPeer();
else if (folder === undefined) {
  throw new Error(
    'TIPHYS_CONFORMANCE must name a folder with the runner of the recordings, and its API server be built',
  );
} else await tell(folder);

async function tell(scenarios: string): Promise<void> {
  const peer = (cluster: 'kubelite' | 'real') => (config: string) => startPeer({ scenarios, config, cluster });
  const product = (config: string) => openStage({ folder: scenarios, config, cluster: 'kubelite' });
  if (command === 'record') await play(scenarios, { root: RECORDED, pattern, open: peer('real') });
  else if (command === 'compare') {
    compare(OURS, await play(scenarios, { root: OURS, pattern, open: product }), differencesOf);
  } else if (command === 'kubelite') {
    compare(
      ON_KUBELITE,
      await play(scenarios, { root: ON_KUBELITE, pattern, open: peer('kubelite') }),
      everyDifference,
    );
  } else throw new Error('usage: npm run oracle build | record [PATTERN] | compare [PATTERN] | kubelite [PATTERN]');
}

async function play(scenarios: string, { root, pattern: names, open }: Told): Promise<readonly WrittenStory[]> {
  const stories = writeStories(root, names);
  for (const config of new Set(stories.map((story) => story.config))) {
    await using stage = await open(config);
    await tellStories({ scenarios, stage, root, config, stories });
  }
  return stories;
}

function compare(root: string, stories: readonly WrittenStory[], differences: typeof everyDifference): void {
  const told = stories.filter(({ folder: name }) => [RECORDED, root].every((at) => existsSync(recordOf(at, name))));
  const different = told.filter(({ folder: name }) => {
    const [theirs, ours] = [RECORDED, root].map((at) => JSON.parse(readFileSync(recordOf(at, name), 'utf8')));
    return print(name, differences(theirs, ours));
  });
  console.log(`${told.length} stories told to both of ${stories.length}, ${told.length - different.length} the same`);
  process.exitCode = different.length === 0 ? 0 : 1;
}

function recordOf(root: string, name: string): string {
  return join(root, name, 'expected.json');
}

/** True where there are any. */
function print(name: string, found: ReturnType<typeof everyDifference>): boolean {
  if (found.length === 0) return false;
  console.log(`\n${name}: ${found.length} differences`);
  for (const { path, theirs: one, ours: other } of found.slice(0, LINES_PER_STORY)) {
    console.log(`  ${path}\n    recorded: ${short(one)}\n    now:      ${short(other)}`);
  }
  return true;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, LINE_LENGTH);
}
