/**
 * Plays stories to a real Argo CD and to the product, and tells where what became of them differs (docs/dev/beside-argo-cd.md).
 *
 * usage: npm run oracle build             builds that Argo CD, once
 *        npm run oracle record [PATTERN]  tells it the stories whose names match
 *        npm run oracle compare [PATTERN] tells them to the product, on the embedded API, and compares
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStage, scenarioFolder } from '../scenarios.ts';
import { buildPeer } from './build-peer.ts';
import { differencesOf } from './differences.ts';
import { OURS, RECORDED } from './folders.ts';
import { startPeer } from './start-peer.ts';
import { tellStories } from './tell-stories.ts';
import { type WrittenStory, writeStories } from './write-stories.ts';

const LINES_PER_STORY = 6;
const LINE_LENGTH = 400;

const [command, pattern = ''] = process.argv.slice(2);
const folder = scenarioFolder('real');
if (command === 'build') buildPeer();
else if (folder === undefined) {
  throw new Error(
    'TIPHYS_CONFORMANCE must name a folder with the runner of the recordings, and its API server be built',
  );
} else if (command === 'record') await record(folder);
else if (command === 'compare') await compare(folder);
else throw new Error('usage: npm run oracle build | record [PATTERN] | compare [PATTERN]');

async function record(scenarios: string): Promise<void> {
  const stories = writeStories(RECORDED, pattern);
  for (const config of configsOf(stories)) {
    await using peer = await startPeer(scenarios, config);
    await tellStories({ scenarios, stage: peer, root: RECORDED, config, stories });
  }
}

async function compare(scenarios: string): Promise<void> {
  const stories = writeStories(OURS, pattern);
  for (const config of configsOf(stories)) {
    await using stage = await openStage({ folder: scenarios, config, cluster: 'kubelite' });
    await tellStories({ scenarios, stage, root: OURS, config, stories });
  }
  const told = stories.filter(({ folder: name }) => [RECORDED, OURS].every((root) => existsSync(recordOf(root, name))));
  const different = told.filter(({ folder: name }) => tellDifferences(name));
  console.log(`${told.length} stories told to both of ${stories.length}, ${told.length - different.length} the same`);
  process.exitCode = different.length === 0 ? 0 : 1;
}

function configsOf(stories: readonly WrittenStory[]): readonly string[] {
  return [...new Set(stories.map(({ config }) => config))];
}

function recordOf(root: string, name: string): string {
  return join(root, name, 'expected.json');
}

/** True where there are any. */
function tellDifferences(name: string): boolean {
  const [theirs, ours] = [RECORDED, OURS].map((root) => JSON.parse(readFileSync(recordOf(root, name), 'utf8')));
  const found = differencesOf(theirs, ours);
  if (found.length === 0) return false;
  console.log(`\n${name}: ${found.length} differences`);
  for (const { path, theirs: one, ours: other } of found.slice(0, LINES_PER_STORY)) {
    console.log(`  ${path}\n    Argo CD: ${short(one)}\n    ours:    ${short(other)}`);
  }
  return true;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, LINE_LENGTH);
}
