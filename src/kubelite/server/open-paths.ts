/** What anybody may ask: how the server is, and which version it says to be. */
import { type FullAnswer, jsonAnswer, textAnswer } from '../requests/api-request.ts';

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

const HEALTH = /^\/(?:healthz|livez|readyz)(?:\/(?:ping|log|etcd))?\/?$/;

/** Undefined where the path is none of them. */
export function handleOpenPath(path: string): FullAnswer | undefined {
  if (HEALTH.test(path)) return textAnswer(200, 'ok');
  return path === '/version' || path === '/version/'
    ? jsonAnswer(200, `${JSON.stringify(VERSION, null, 2)}\n`)
    : undefined;
}
