/** All odd requests, and what a server answers to them. */
import type { Json } from '../../base/json-value.ts';
import { judgeRequests } from './judge-requests.ts';
import { type AskServer, labelOf, validObjects } from './mistaken-objects.ts';
import { collectionOf } from './object-places.ts';
import { ODD_CLUSTER_KINDS } from './odd-cluster-kinds.ts';
import { ODD_CUSTOM_KINDS } from './odd-custom-kinds.ts';
import { ODD_EVENTS } from './odd-events.ts';
import { ODD_PODS } from './odd-pods.ts';
import type { OddRequest } from './odd-request.ts';
import { ODD_WORKLOADS } from './odd-workloads.ts';

const PLACES = { Box: { plural: 'boxes', namespaced: true }, Hook: { plural: 'hooks', namespaced: false } };

/** Each with the name of what it shows. */
export const ODD_REQUESTS: readonly OddRequest[] = [
  ...ODD_EVENTS,
  ...ODD_PODS,
  ...ODD_WORKLOADS,
  ...ODD_CUSTOM_KINDS,
  ...ODD_CLUSTER_KINDS,
];

const OBJECTS = new Map(validObjects().map((object) => [labelOf(object), object]));

/** What the server answers to the request, in a form in which two servers' can be compared. */
export async function answerToOdd(ask: AskServer, { object: label, way, edits }: OddRequest): Promise<Json> {
  const object = OBJECTS.get(label);
  if (object === undefined) throw new Error(`no valid object ${label}`);
  const [judged] = await judgeRequests(ask, collectionOf(object, 'probe', PLACES), object, [{ way, edits }]);
  return judged?.answer ?? null;
}
