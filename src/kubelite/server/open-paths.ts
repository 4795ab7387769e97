/** What anybody may ask: how the server is, and which version it says to be. */
import type { Address } from '../requests/address.ts';
import { type ApiRequest, type FullAnswer, jsonAnswer } from '../requests/api-request.ts';
import { checkRoute } from '../requests/check-route.ts';
import { methodNotAllowed } from '../status/faults.ts';
import { healthAnswer } from './health-checks.ts';

/** The version whose behaviour this server follows. */
export const KUBERNETES_VERSION = { major: '1', minor: '35', gitVersion: 'v1.35.4' } as const;

const VERSION = {
  major: KUBERNETES_VERSION.major,
  minor: KUBERNETES_VERSION.minor,
  emulationMajor: '1',
  emulationMinor: '35',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '34',
  gitVersion: KUBERNETES_VERSION.gitVersion,
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'tiphys/kubelite',
};

const HEALTH = /^\/(?:healthz|livez|readyz)$/;

/** Undefined where the path is none of them. Throws 405 and 406 as the route of the version does. */
export function handleOpenPath(request: ApiRequest, { path, query }: Address): FullAnswer | undefined {
  if (HEALTH.test(path)) return healthAnswer(path, query);
  if (path !== '/version' && path !== '/version/') return undefined;
  if (request.method !== 'GET') throw methodNotAllowed();
  checkRoute(request, { known: ['application/json'] });
  return jsonAnswer(200, JSON.stringify(VERSION, null, 2));
}
