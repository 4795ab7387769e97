/** The keys of a cluster that is kept in a folder: the same CA and the same tokens after a restart. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryParseJson } from '../../base/json/parse.ts';
import { textAt } from '../../base/json-value.ts';
import type { KeyedCertificate } from '../tls/certificate.ts';
import { brokenData } from './broken-data.ts';
import { writeWholeFile } from './whole-file.ts';

export interface ClusterKeys {
  readonly authority: KeyedCertificate;
  /** PKCS 8 in PEM; signs tokens. */
  readonly tokens: string;
}

/** The keys of a folder, or new ones that are kept there. Throws `kubelite.broken-data` where the file is damaged. */
export function folderKeys(folder: string, make: () => ClusterKeys): ClusterKeys {
  const path = join(folder, 'keys.json');
  if (existsSync(path)) return readKeys(path);
  const keys = make();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeWholeFile(path, JSON.stringify(keys));
  return keys;
}

function readKeys(path: string): ClusterKeys {
  const value = tryParseJson(readFileSync(path, 'utf8'));
  const certificatePem = textAt(value, 'authority', 'certificatePem');
  const keyPem = textAt(value, 'authority', 'keyPem');
  const tokens = textAt(value, 'tokens');
  if (certificatePem === undefined || keyPem === undefined || tokens === undefined)
    throw brokenData(path, 0, "it does not hold the cluster's keys");
  return { authority: { certificatePem, keyPem }, tokens };
}
