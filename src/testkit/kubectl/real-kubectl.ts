/** Real kubectl on this machine: named by the environment, fetched by `tools/kubectl`, or on the path. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const PLACES = [
  process.env['KUBECTL'],
  join(homedir(), '.cache/tiphys-tools/kubectl'),
  ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'kubectl')),
];

/** The path of kubectl of that minor version, e.g. `1.35`; nothing where there is none. */
export function realKubectl(version: string): string | undefined {
  return [...new Set(PLACES)].find((path) => path !== undefined && existsSync(path) && versionOf(path) === version);
}

function versionOf(path: string): string {
  const said = execFileSync(path, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const { clientVersion } = JSON.parse(said) as { clientVersion: { major: string; minor: string } };
  return `${clientVersion.major}.${clientVersion.minor.replace(/\D/g, '')}`;
}
