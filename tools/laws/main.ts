/** Checks the laws of the house over the whole tree; prints each broken one and exits with 1. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { brokenLaws, type SourceFile } from './check.ts';
import { LAYERS } from './layers.ts';

const roots = [...new Set(Object.keys(LAYERS).map((layer) => layer.split('/')[0] ?? layer))];
const broken = brokenLaws(roots.filter((root) => existsSync(root)).flatMap((root) => sourcesUnder(root)));
for (const line of broken) process.stderr.write(`${line}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;

function sourcesUnder(root: string): SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((path) => !path.includes('/testdata/'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
