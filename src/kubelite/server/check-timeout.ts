/** The `timeout` that a client gives a request. */
import { parseGoDuration } from '../../lang/go-time/duration.ts';
import { badRequest } from '../status/faults.ts';

/** Requests that take as long as they take. */
const LONG_RUNNING = new Set(['log', 'exec', 'attach', 'portforward', 'proxy']);

export interface TimedRequest {
  readonly query: URLSearchParams;
  readonly watch: boolean;
  readonly subresource: string;
}

/** Throws 400 for a timeout that is no duration; we are faster than any that is one. Source: `WithRequestDeadline`. */
export function checkTimeout({ query, watch, subresource }: TimedRequest): void {
  const text = query.get('timeout') ?? '';
  if (text === '' || watch || LONG_RUNNING.has(subresource)) return;
  const read = parseGoDuration(text);
  if (read.kind === 'fault') throw badRequest(`invalid timeout specified in the request URL - ${read.message}`);
}
