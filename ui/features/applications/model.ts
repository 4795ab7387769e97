/** The list of applications as people look for things in it: trouble first, one sentence why. Pure. */
import type { Application } from '../../../src/api/application/fields.ts';
import type { ApplicationEvent } from '../../api/applications.ts';
import { shortRevision } from '../../shared/age.ts';

export interface Filter {
  readonly text: string;
  readonly health: string;
  readonly sync: string;
}

const HEALTH_ORDER = ['Degraded', 'Unknown', 'Missing', 'Progressing', 'Suspended', 'Healthy'];

export function healthOf(app: Application): string {
  return app.status?.health?.status || 'Unknown';
}

export function syncOf(app: Application): string {
  return app.status?.sync?.status || 'Unknown';
}

/** Trouble on top: failing operations and errors, then by health, then out of sync, then by name. */
export function byTrouble(a: Application, b: Application): number {
  return rank(a) - rank(b) || (a.metadata.name ?? '').localeCompare(b.metadata.name ?? '');
}

function rank(app: Application): number {
  const health = HEALTH_ORDER.indexOf(healthOf(app));
  const broken = conditionOf(app) ? -100 : 0;
  return broken + (health < 0 ? 1 : health) * 2 + (syncOf(app) === 'Synced' ? 1 : 0);
}

export function fits(app: Application, { text, health, sync }: Filter): boolean {
  if (health !== '' && healthOf(app) !== health) return false;
  if (sync !== '' && syncOf(app) !== sync) return false;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const { name, namespace, labels } = app.metadata;
  const { destination, project, source } = app.spec;
  const places = [
    name,
    namespace,
    project,
    destination.namespace,
    destination.name,
    destination.server,
    source?.repoURL,
    source?.path,
  ];
  const haystack = [...places, ...Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)]
    .join(' ')
    .toLowerCase();
  return words.every((word) => haystack.includes(word));
}

/** The first condition that is an error. */
export function conditionOf(app: Application): string | undefined {
  return app.status?.conditions?.find(({ type }) => type?.endsWith('Error'))?.message;
}

/** One sentence: what is the matter, or what runs. */
export function explain(app: Application): string {
  const condition = conditionOf(app);
  if (condition) return condition;
  const operation = app.status?.operationState;
  if (operation?.phase === 'Running') return operation.message || 'syncing';
  if (operation && (operation.phase === 'Failed' || operation.phase === 'Error'))
    return `last sync failed: ${operation.message ?? ''}`;
  const health = app.status?.health;
  if (health?.message && health.status !== 'Healthy') return health.message;
  return differences(app);
}

function differences(app: Application): string {
  const revision = shortRevision(app.status?.sync?.revision ?? '');
  const resources = app.status?.resources ?? [];
  const changed = resources.filter(({ status }) => status === 'OutOfSync');
  if (syncOf(app) !== 'OutOfSync' || changed.length === 0) return revision ? `at ${revision}` : '';
  const removed = changed.filter(({ requiresPruning }) => requiresPruning).length;
  const rest = changed.length - removed;
  const parts = [
    rest > 0 ? `${count(rest, 'resource')} differ${rest === 1 ? 's' : ''}` : '',
    removed > 0 ? `${removed} to remove` : '',
  ];
  return `${parts.filter(Boolean).join(', ')} from ${revision || 'the source'}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The list after an event of the stream. An older state never replaces a newer one. */
export function withEvent(
  apps: readonly Application[],
  { type, application }: ApplicationEvent,
): readonly Application[] {
  const same = (app: Application): boolean =>
    app.metadata.name === application.metadata.name && app.metadata.namespace === application.metadata.namespace;
  if (type === 'DELETED') return apps.filter((app) => !same(app));
  const known = apps.find(same);
  if (!known) return [...apps, application];
  if (Number(known.metadata.resourceVersion) > Number(application.metadata.resourceVersion)) return apps;
  return apps.map((app) => (same(app) ? application : app));
}

/** How many have which status, in the given order, leaving zeros out. */
export function counts(
  apps: readonly Application[],
  statusOf: (app: Application) => string,
): readonly (readonly [string, number])[] {
  const found = new Map<string, number>();
  for (const app of apps) found.set(statusOf(app), (found.get(statusOf(app)) ?? 0) + 1);
  return [...found].sort(([a], [b]) => HEALTH_ORDER.indexOf(a) - HEALTH_ORDER.indexOf(b));
}
