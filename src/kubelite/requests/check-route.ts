/** What the routes of built-in kinds look at before anybody reads the request: the types that are sent and taken. */
import { noPatchType, nothingAcceptable } from '../status/faults.ts';
import { KNOWN_TYPES } from './accepted-form.ts';
import { type ApiRequest, headerOf } from './api-request.ts';

const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];

export interface RouteTypes {
  /** What may be sent; absent where anything may. */
  readonly sent?: readonly string[];
  /** What is answered besides the types of the API. */
  readonly answered?: readonly string[];
  /** The types of the API that are answered; by default all that we name. */
  readonly known?: readonly string[];
  /** Lists can be watched. */
  readonly streams?: boolean;
}

/**
 * Throws 415 for a body of another type and 406 for a client that takes nothing that the route gives. Wildcards of a subtype mean
 * nothing here. Source: `matchesContentType` and `matchesAccept` of package go-restful.
 */
export function checkRoute(
  request: ApiRequest,
  { sent, answered = [], known = KNOWN_TYPES, streams = false }: RouteTypes,
): void {
  const types = namesIn(headerOf(request, 'content-type') || 'application/octet-stream');
  if (sent && !types.some((type) => sent.includes(type))) throw noPatchType();
  const wanted = headerOf(request, 'accept') || '*/*';
  const given = [...answered, ...known, ...(streams ? STREAMS : [])];
  if (!namesIn(wanted).some((type) => type === '*/*' || given.includes(type))) throw nothingAcceptable(given);
}

/** The types of a list without their parameters. */
function namesIn(header: string): readonly string[] {
  return header.split(',').map((part) => (part.split(';')[0] ?? '').replace(/^ +| +$/g, ''));
}
