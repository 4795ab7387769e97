/** Health of the whole and what it runs. Before: compare and sync. After: report. */
import type { ApplicationSummary } from '../../api/application/fields.ts';
import { applicationHealth } from '../../engine/health/application-health.ts';
import type { Health } from '../../engine/health/health.ts';
import { type HealthOverrides, healthOf } from '../../engine/health/health-of.ts';
import { annotationOf } from '../../engine/sync/sync-options.ts';
import type { LiveCluster, LiveRecord } from '../../ports/live-cluster.ts';
import type { ComparedResource, Comparison } from './compare.ts';
import type { PassContext } from './pass.ts';

export interface Assessment {
  readonly health: Health;
  readonly summary: ApplicationSummary;
}

const IGNORE_HEALTH_ANNOTATION = 'argocd.argoproj.io/ignore-healthcheck';

/** Judges the live objects of a comparison. */
export function assessApplication(
  context: PassContext,
  comparison: Comparison,
  cluster: LiveCluster,
  overrides: HealthOverrides | undefined,
): Assessment {
  const counted = comparison.resources.filter((resource) => !resource.hook);
  const health = applicationHealth(counted.map((resource) => resourceHealth(context, resource, overrides)));
  return { health, summary: summaryOf(comparison, cluster) };
}

function resourceHealth(
  context: PassContext,
  { key, live }: ComparedResource,
  overrides: HealthOverrides | undefined,
): Parameters<typeof applicationHealth>[0][number] {
  const { view } = context;
  const isApplication = key.group === 'argoproj.io' && key.kind === 'Application';
  return {
    key,
    live: live !== undefined,
    health: live === undefined ? undefined : healthOf(live, overrides),
    ignored: annotationOf(live, IGNORE_HEALTH_ANNOTATION) === 'true',
    self: isApplication && key.namespace === view.key.namespace && key.name === view.key.name,
  };
}

function summaryOf(comparison: Comparison, cluster: LiveCluster): ApplicationSummary {
  const records = treeRecords(comparison, cluster);
  const images = sorted(records.flatMap((record) => record.facts.images));
  const externalURLs = sorted(records.flatMap((record) => urlsOf(record)));
  const isAppOfApps = comparison.resources.some(({ key }) => key.group === 'argoproj.io' && key.kind === 'Application');
  return {
    ...(externalURLs.length > 0 ? { externalURLs } : {}),
    ...(images.length > 0 ? { images } : {}),
    ...(isAppOfApps ? { isAppOfApps } : {}),
  };
}

/** Managed objects and all they own. */
export function treeRecords(comparison: Comparison, cluster: LiveCluster): readonly LiveRecord[] {
  const found = new Map<string, LiveRecord>();
  const open = comparison.resources.flatMap(({ record }) => record ?? []);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next.uid)) continue;
    found.set(next.uid, next);
    open.push(...cluster.childrenOf(next.uid));
  }
  return [...found.values()];
}

function urlsOf(record: LiveRecord): readonly string[] {
  const urls = record.facts.networking?.['externalURLs'];
  return Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [];
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
