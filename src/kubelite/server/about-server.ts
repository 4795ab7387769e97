/** Pages about the server itself: what it serves, who signs its tokens, how much it holds. */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { ISSUER } from '../authentication/authenticator.ts';
import type { Cluster } from '../operations/cluster.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { type FullAnswer, jsonAnswer } from '../requests/api-request.ts';
import { HEALTH_PATHS } from './health-checks.ts';

const OTHER_PATHS = [
  '/.well-known/openid-configuration',
  ...HEALTH_PATHS,
  '/metrics',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/',
  '/openid/v1/jwks',
  '/version',
];
const KEYS = '/openid/v1/jwks';
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores';

/** The paths that `/` lists, in byte order. */
export function servedPaths(resources: readonly ResourceDefinition[]): readonly string[] {
  const groups = resources.flatMap(({ group, version }) =>
    group === '' ? ['/api', `/api/${version}`] : ['/apis', '/apis/', `/apis/${group}`, `/apis/${group}/${version}`],
  );
  return [...new Set([...groups, ...OTHER_PATHS])].toSorted();
}

/** How many objects there are, in the format of Prometheus. Source: the metric of this name of a real server. */
export function metricsAnswer({ registry, store }: Cluster): FullAnswer {
  const counts = registry
    .storedOnes()
    .map(({ group, plural, shelf }) => [group === '' ? plural : `${plural}.${group}`, store.count(shelf)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const lines = counts.map(([resource, count]) => `apiserver_storage_objects{resource="${resource}"} ${count}`);
  const head = [
    '# HELP apiserver_storage_objects Stored objects by resource.',
    '# TYPE apiserver_storage_objects gauge',
  ];
  return jsonAnswer(200, `${[...head, ...lines].join('\n')}\n`, METRICS_TYPE);
}

/** How others check the tokens of service accounts (OpenID Connect discovery); undefined for any other path. */
export function tokenIssuerAnswer(path: string, publicKey: JsonObject): FullAnswer | undefined {
  if (path === KEYS) return publicAnswer({ keys: [publicKey] }, 'application/jwk-set+json');
  if (path !== '/.well-known/openid-configuration') return undefined;
  const configuration = {
    issuer: ISSUER,
    jwks_uri: `${ISSUER}${KEYS}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [publicKey['alg'] ?? ''],
  };
  return publicAnswer(configuration, 'application/json');
}

function publicAnswer(content: JsonObject, type: string): FullAnswer {
  const answer = jsonAnswer(200, stringifyJson(content), type);
  return { ...answer, headers: { ...answer.headers, 'cache-control': 'public, max-age=3600' } };
}
