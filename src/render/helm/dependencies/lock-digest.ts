/** The digest in Chart.lock: it tells whether Chart.yaml still asks for what was locked. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../../base/json/stringify.ts';
import type { Json } from '../../../base/json-value.ts';
import type { ChartDependency, ChartLock } from '../chart/chart.ts';

/** What Helm writes for these dependencies and the versions that were found for them. */
export function lockDigest(declared: readonly ChartDependency[], locked: readonly ChartDependency[]): string {
  return digestOf(`[${listText(declared)},${listText(locked)}]`);
}

/** Whether a lock is that of these dependencies. The files of Helm 2, which only charts of the first version have, hold another digest. */
export function isLockOf(declared: readonly ChartDependency[], lock: ChartLock, apiVersion: string): boolean {
  if (lockDigest(declared, lock.dependencies) === lock.digest) return true;
  return apiVersion === 'v1' && digestOf(`{"dependencies":${listText(declared)}}`) === lock.digest;
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function listText(list: readonly ChartDependency[]): string {
  return `[${list.map(dependencyText).join(',')}]`;
}

/** The order of Go's struct; what is empty is left out, but for two fields. */
function dependencyText(dependency: ChartDependency): string {
  const { name, version, repository, condition, tags, enabled, importValues, alias } = dependency;
  const fields: readonly (readonly [string, Json, boolean])[] = [
    ['name', name, true],
    ['version', version, version !== ''],
    ['repository', repository, true],
    ['condition', condition, condition !== ''],
    ['tags', tags, tags.length > 0],
    ['enabled', enabled, enabled],
    ['import-values', importValues, importValues.length > 0],
    ['alias', alias, alias !== ''],
  ];
  const shown = fields.filter(([, , isShown]) => isShown);
  return `{${shown.map(([key, value]) => `"${key}":${stringifyJson(value, { sorted: true, html: true })}`).join(',')}}`;
}
