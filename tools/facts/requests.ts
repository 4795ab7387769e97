/**
 * Remakes `src/kubelite/testdata/requests.json`: requests that are wrong as a whole, with the answers of a real API server.
 * usage: requests.ts FOLDER   (with facts/validation.json.gz and facts-input/prerequisites.yaml)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readDocuments } from '../../src/lang/yaml/read.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: requests.ts FOLDER\n');
  process.exit(2);
}
const recorded = JSON.parse(gunzipSync(readFileSync(`${folder}/facts/validation.json.gz`)).toString()) as {
  readonly requests: readonly object[];
};
const before = [...readDocuments(readFileSync(`${folder}/facts-input/prerequisites.yaml`, 'utf8'))];
const lines = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(',\n');
writeFileSync(
  'src/kubelite/testdata/requests.json',
  `{"prerequisites":[\n${lines(before.map(({ value }) => value))}\n],\n"requests":[\n${lines(recorded.requests)}\n]}\n`,
);
