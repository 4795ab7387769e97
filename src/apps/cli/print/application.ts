/** An Application as `argocd app get` and `app list` print it (recorded in the command line's corpus). Pure. */
import type {
  Application,
  ApplicationCondition,
  ApplicationSource,
  ResourceResult,
  ResourceStatus,
} from '../../../api/application/fields.ts';
import { formatTable } from './table.ts';

export const LIST_COLUMNS = [
  'NAME',
  'CLUSTER',
  'NAMESPACE',
  'PROJECT',
  'STATUS',
  'HEALTH',
  'SYNCPOLICY',
  'CONDITIONS',
  'REPO',
  'PATH',
  'TARGET',
] as const;

export function qualifiedName({ metadata }: Application): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : (metadata.name ?? '');
}

export function listRow(app: Application): string[] {
  const { spec, status } = app;
  const source = firstSource(app);
  return [
    qualifiedName(app),
    spec.destination.server || spec.destination.name || '',
    spec.destination.namespace ?? '',
    spec.project || 'default',
    status?.sync?.status ?? '',
    status?.health?.status ?? '',
    shortPolicy(app),
    conditionTypes(app),
    source?.repoURL ?? '',
    source?.path ?? '',
    source?.targetRevision ?? '',
  ];
}

function firstSource({ spec }: Application): ApplicationSource | undefined {
  return spec.sources?.[0] ?? spec.source;
}

function isAutomated({ spec }: Application): boolean {
  const automated = spec.syncPolicy?.automated;
  return automated !== undefined && automated !== null && automated.enabled !== false;
}

function shortPolicy(app: Application): string {
  if (!isAutomated(app)) return 'Manual';
  return app.spec.syncPolicy?.automated?.prune ? 'Auto-Prune' : 'Auto';
}

function longPolicy(app: Application): string {
  if (!isAutomated(app)) return 'Manual';
  return app.spec.syncPolicy?.automated?.prune ? 'Automated (Prune)' : 'Automated';
}

/** `ComparisonError`, `InvalidSpecError(2)`, or `<none>`. */
function conditionTypes({ status }: Application): string {
  const counts = new Map<string, number>();
  for (const { type = '' } of status?.conditions ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
  if (counts.size === 0) return '<none>';
  return [...counts].map(([type, count]) => (count > 1 ? `${type}(${count})` : type)).join(',');
}

/** The block of facts, one a line, that `app get` starts with. */
export function summary(app: Application, baseUrl: string): string {
  const { spec, status, metadata } = app;
  const lines: [string, string][] = [
    ['Name:', qualifiedName(app)],
    ['Project:', spec.project || 'default'],
    ['Server:', spec.destination.server || spec.destination.name || ''],
    ['Namespace:', spec.destination.namespace ?? ''],
    ['URL:', `${baseUrl}/applications/${metadata.name}`],
  ];
  const sources = spec.sources && spec.sources.length > 0 ? spec.sources : spec.source ? [spec.source] : [];
  const fact = ([label, value]: readonly [string, string]): string => `${label.padEnd(20)}${value}\n`;
  const sourceLines = sources.map((source) => {
    const rows: [string, string][] = [
      ['- Repo:', source.repoURL],
      ['  Target:', source.targetRevision ?? ''],
    ];
    const { path, ref, helm, kustomize } = source;
    if (path) rows.push(['  Path:', path]);
    if (ref) rows.push(['  Ref:', ref]);
    if (helm?.valueFiles?.length) rows.push(['  Helm Values:', helm.valueFiles.join(',')]);
    if (kustomize?.namePrefix) rows.push(['  Name Prefix:', kustomize.namePrefix]);
    return rows.map(fact).join('');
  });
  const rest: [string, string][] = [
    ['SyncWindow:', 'Sync Allowed'],
    ['Sync Policy:', longPolicy(app)],
    ['Sync Status:', syncSentence(app)],
    ['Health Status:', healthSentence(app)],
  ];
  const conditions = status?.conditions ?? [];
  return [
    ...lines.map(fact),
    sources.length > 1 ? 'Sources:\n' : 'Source:\n',
    ...sourceLines,
    ...rest.map(fact),
    conditions.length > 0
      ? `\n${formatTable([['CONDITION', 'MESSAGE', 'LAST TRANSITION'], ...conditions.map(conditionRow)])}`
      : '',
  ].join('');
}

function conditionRow({ type = '', message = '', lastTransitionTime }: ApplicationCondition): string[] {
  return [type, message, lastTransitionTime ?? '<nil>'];
}

function syncSentence(app: Application): string {
  const { status } = app;
  const target = firstSource(app)?.targetRevision ?? '';
  const state = status?.sync?.status ?? '';
  const preposition = state === 'Synced' ? ' to ' : state === 'OutOfSync' ? ' from ' : '';
  if (preposition === '') return state;
  const revision = status?.sync?.revision ?? '';
  return `${state}${preposition}${target}${/^[0-9a-f]{40}$/.test(revision) ? ` (${revision.slice(0, 7)})` : ''}`;
}

function healthSentence({ status }: Application): string {
  const health = status?.health;
  return health?.message ? `${health.status} (${health.message})` : (health?.status ?? '');
}

/** The table of resources; empty where there are none. */
export function resourceTable(app: Application): string {
  const rows = resourceRows(app);
  if (rows.length === 0) return '';
  return formatTable([['GROUP', 'KIND', 'NAMESPACE', 'NAME', 'STATUS', 'HEALTH', 'HOOK', 'MESSAGE'], ...rows]);
}

/** Its cells: what the last operation said and how each resource is now. */
export function resourceRows({ status }: Application): readonly (readonly string[])[] {
  const results = status?.operationState?.syncResult?.resources ?? [];
  const resources = status?.resources ?? [];
  const byKey = new Map(resources.map((resource) => [keyOf(resource), resource]));
  const rows: string[][] = results.map((result) => {
    const now = byKey.get(keyOf(result));
    byKey.delete(keyOf(result));
    return now ? managedRow(now, result) : goneRow(result);
  });
  const rest = [...byKey.values()].map((resource) => managedRow(resource, undefined));
  return [...rows, ...rest];
}

function managedRow(now: ResourceStatus, result: ResourceResult | undefined): string[] {
  const { group = '', kind = '', namespace = '', name = '', status = '', health } = now;
  return [group, kind, namespace, name, status, health?.status ?? '', result?.hookType ?? '', result?.message ?? ''];
}

/** Hooks and what is no longer there: the phase stands where the status would. */
function goneRow({ group, kind, namespace, name, status, hookPhase, hookType, message }: ResourceResult): string[] {
  return [group, kind, namespace, name, hookPhase ?? status ?? '', status ?? '', hookType ?? '', message ?? ''];
}

interface Identified {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

function keyOf({ group = '', kind = '', namespace = '', name = '' }: Identified): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** The last operation as `app sync` ends with. */
export function operationSummary({ status }: Application): string {
  const state = status?.operationState;
  if (!state) return '';
  const started = Date.parse(state.startedAt ?? '');
  const finished = Date.parse(state.finishedAt ?? '');
  const duration = Number.isNaN(finished) ? '' : `${Math.round((finished - started) / 1000)}s`;
  const rows: [string, string][] = [
    ['Operation:', 'Sync'],
    ['Sync Revision:', state.syncResult?.revision ?? ''],
    ['Phase:', state.phase ?? ''],
    ['Start:', state.startedAt ?? ''],
    ['Finished:', state.finishedAt ?? ''],
    ['Duration:', duration],
    ['Message:', state.message ?? ''],
  ];
  return rows
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label.padEnd(20)}${value}\n`)
    .join('');
}
