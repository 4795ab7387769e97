/**
 * Remakes `src/kube/builtin/builtin.facts.json` from facts read off a real API server.
 * usage: main.ts FOLDER   (with types.json, openapi.json, discovery.json, tables.json)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { joinFacts } from './join-facts.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: main.ts FOLDER\n');
  process.exit(2);
}
const read = (name: string): never => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as never;
const facts = joinFacts({ types: read('types'), openapi: read('openapi') });
const out = { discovery: read('discovery'), kinds: facts.kinds, types: facts.types, tables: read('tables') };
writeFileSync('src/kube/builtin/builtin.facts.json', linewise(out));

/** JSON with one entry of each section on a line, so that a change of the facts reads well in a diff. */
function linewise(sections: Readonly<Record<string, object>>): string {
  const parts = Object.entries(sections).map(([name, section]) => {
    if (Array.isArray(section)) return `"${name}":[\n${section.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`;
    const lines = Object.entries(section).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    return `"${name}":{\n${lines.join(',\n')}\n}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}
