/**
 * Refuses what no honest client of ours sends, before anything else looks at a request: foreign Host headers (DNS
 * rebinding), cross-site writes, and bodies that a form could post (surface §0 no. 14).
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

export interface GuardOptions {
  /** Host names (without port) that may stand in `Host`. Empty: any. */
  readonly hosts: readonly string[];
}

interface GuardedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export function refusalOf(request: GuardedRequest, { hosts }: GuardOptions): Refusal | undefined {
  const host = hostName(request.headers.host ?? '');
  if (hosts.length > 0 && !hosts.includes(host)) return { status: 421, message: `Host "${host}" is not served here` };
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return undefined;
  const origin = request.headers.origin;
  if (origin !== undefined && originHost(origin) !== request.headers.host) {
    return { status: 403, message: 'requests from another origin are refused' };
  }
  if (request.path.startsWith('/api/') && request.headers['content-type'] !== 'application/json') {
    return { status: 415, message: 'Invalid content type' };
  }
  return undefined;
}

function hostName(host: string): string {
  return host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':')[0] ?? '');
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
