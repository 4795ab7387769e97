/** Files of one volume that lie at, or below, the same place. */
import { isList, type Json, memberAt, textAt } from '../../base/json-value.ts';

interface PlacedFile {
  readonly path: string;
  /** Of volumes with several sources. */
  readonly source: string;
}

const SINGLE: readonly (readonly [kind: string, shown: string, name: string | undefined])[] = [
  ['configMap', 'ConfigMap', 'name'],
  ['secret', 'Secret', 'secretName'],
  ['downwardAPI', 'DownwardAPI', undefined],
];
const PROJECTED = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'podCertificate'];

/** Warnings about the volumes of a pod. */
export function overlapWarnings(volumes: readonly Json[]): readonly string[] {
  return volumes.flatMap((volume) => [
    ...SINGLE.flatMap(([kind, shown, name]) => {
      const items = memberAt(volume, kind, 'items');
      const owner = name === undefined ? shown : `${shown} ${quoted(volume, kind, name)}`;
      return clashes(filesOf(items, '')).map((clash) => warning(volume, owner, clash));
    }),
    ...projectedWarnings(volume),
  ]);
}

function projectedWarnings(volume: Json): readonly string[] {
  const sources = memberAt(volume, 'projected', 'sources');
  const list = isList(sources) ? sources : [];
  const name = textAt(volume, 'name') ?? '';
  const empty = list
    .filter((source) => PROJECTED.every((kind) => memberAt(source, kind) === undefined))
    .map(() => `volume "${name}" (Projected) has no sources provided`);
  return [...empty, ...clashes(list.flatMap(projectedFiles)).map((clash) => warning(volume, 'Projected', clash))];
}

function projectedFiles(source: Json): readonly PlacedFile[] {
  const token = textAt(source, 'serviceAccountToken', 'path');
  const listed = (kind: string) => memberAt(source, kind, 'items');
  if (listed('configMap') !== undefined) {
    return filesOf(listed('configMap'), `ConfigMap ${quoted(source, 'configMap', 'name')}`);
  }
  if (listed('secret') !== undefined) {
    return filesOf(listed('secret'), `Secret ${quoted(source, 'secret', 'name')}`);
  }
  if (listed('downwardAPI') !== undefined) return filesOf(listed('downwardAPI'), 'DownwardAPI');
  return token === undefined ? [] : [{ path: trimmed(token), source: 'ServiceAccountToken' }];
}

function quoted(value: Json, ...path: readonly string[]): string {
  return JSON.stringify(textAt(value, ...path) ?? '');
}

function filesOf(items: Json | undefined, source: string): readonly PlacedFile[] {
  return (isList(items) ? items : []).map((item) => ({ path: trimmed(textAt(item, 'path') ?? ''), source }));
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}

function warning(volume: Json, owner: string, clash: string): string {
  return `volume "${textAt(volume, 'name') ?? ''}" (${owner}): overlapping paths: ${clash}`;
}

function clashes(files: readonly PlacedFile[]): readonly string[] {
  return files.flatMap((file, index) =>
    files
      .slice(0, index)
      .filter((other) => overlap(file.path, other.path))
      .map((other) => `${shown(file)} with ${shown(other)}`),
  );
}

function overlap(one: string, other: string): boolean {
  if (one === '' || other === '') return false;
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}

function shown({ path, source }: PlacedFile): string {
  return source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`;
}
