/** The keys of a cluster that is kept in a folder: the same CA and the same tokens after a restart. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { tryParseJson } from '../../base/json/parse.ts';
import { textAt } from '../../base/json-value.ts';

export interface ClusterKeys {
  /** PKCS 8 in PEM, both. */
  readonly authority: string;
  readonly tokens: string;
}

/** The keys of a folder, or new ones that are kept there. Throws `kubelite.broken-data` where the file is damaged. */
export function folderKeys(folder: string, make: () => ClusterKeys): ClusterKeys {
  const path = join(folder, 'keys.json');
  if (existsSync(path)) return readKeys(path);
  const keys = make();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.draft`, JSON.stringify(keys), { mode: 0o600 });
  renameSync(`${path}.draft`, path);
  return keys;
}

function readKeys(path: string): ClusterKeys {
  const value = tryParseJson(readFileSync(path, 'utf8'));
  const authority = textAt(value, 'authority');
  const tokens = textAt(value, 'tokens');
  if (authority !== undefined && tokens !== undefined) return { authority, tokens };
  throw new AppError({
    code: 'kubelite.broken-data',
    kind: 'user',
    message: `${path} does not hold the cluster's keys`,
  });
}
