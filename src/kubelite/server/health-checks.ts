/** Health of the server as others ask for it: in one word, or check by check in the real server's words. */
import { type FullAnswer, textAnswer } from '../requests/api-request.ts';

/** What the real server starts, in its order. Here all of it stands before the first request is answered. */
const STARTED = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'aggregator-reload-proxy-client-cert',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
  'autoregister-completion',
  'apiservice-openapi-controller',
  'apiservice-openapiv3-controller',
].map((name) => (name === 'autoregister-completion' ? name : `poststarthook/${name}`));

const ALWAYS = ['ping', 'log', 'etcd', ...STARTED];
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  healthz: ALWAYS,
  livez: ALWAYS,
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...STARTED, 'shutdown'],
};

/** All paths that tell of health, in no order. */
export const HEALTH_PATHS: readonly string[] = Object.entries(CHECKS).flatMap(([page, checks]) => [
  `/${page}`,
  ...checks.map((check) => `/${page}/${check}`),
]);

/** The answer of `/healthz`, `/livez`, `/readyz` or one of their checks; undefined for any other path. */
export function healthAnswer(path: string, query: URLSearchParams): FullAnswer | undefined {
  const [, page = '', check] = /^\/(\w+)(?:\/(.+))?$/.exec(path) ?? [];
  const checks = Object.hasOwn(CHECKS, page) ? CHECKS[page] : undefined;
  if (checks === undefined) return undefined;
  if (check !== undefined) return checks.includes(check) ? textAnswer(200, 'ok') : undefined;
  return plain(query.has('verbose') ? everyCheck(page, checks, query.getAll('exclude')) : 'ok');
}

function everyCheck(page: string, checks: readonly string[], excluded: readonly string[]): string {
  const lines = checks.map((name) => `[+]${name} ${excluded.includes(name) ? 'excluded: ok' : 'ok'}`);
  const unknown = [...new Set(excluded)]
    .filter((name) => !checks.includes(name))
    .toSorted()
    .map((name) => JSON.stringify(name));
  const warning = `warn: some health checks cannot be excluded: no matches for ${unknown.join(',')}`;
  return [...lines, ...(unknown.length > 0 ? [warning] : []), `${page} check passed`, ''].join('\n');
}

function plain(text: string): FullAnswer {
  const answer = textAnswer(200, text);
  return { ...answer, headers: { ...answer.headers, 'x-content-type-options': 'nosniff' } };
}
