/** Which repository and service a request of the smart HTTP protocol means. */
import type { GitService } from './service-process.ts';

export interface GitRoute {
  /** Name of the repository without `.git`, e.g. `sample` or `team/apps`. */
  readonly repository: string;
  readonly service: GitService;
  /** `info/refs` (true) or the service itself (false). */
  readonly advertise: boolean;
}

const PATH =
  /^\/((?:[A-Za-z0-9][\w.-]*\/)*[A-Za-z0-9][\w.-]*?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/**
 * Reads method and URL; undefined for anything that is no Git request. Path segments begin with a letter or digit, so
 * neither `..` nor a hidden folder can be named.
 */
export function readRoute(method: string, url: URL): GitRoute | undefined {
  const match = PATH.exec(url.pathname);
  const repository = match?.[1];
  const action = match?.[2];
  if (repository === undefined || action === undefined) return undefined;
  if (action !== 'info/refs') {
    return method === 'POST' ? { repository, service: serviceOf(action), advertise: false } : undefined;
  }
  const service = url.searchParams.get('service');
  if (method !== 'GET' || (service !== 'git-upload-pack' && service !== 'git-receive-pack')) return undefined;
  return { repository, service, advertise: true };
}

function serviceOf(action: string): GitService {
  return action === 'git-receive-pack' ? 'git-receive-pack' : 'git-upload-pack';
}
