/**
 * The operation's journal: `status.operationState`, shaped exactly as Argo CD shapes it, and nothing beside it. Every write
 * carries the resourceVersion it was made for; a conflict means that somebody else has written: read again and obey.
 */
import { type Operation, type OperationState, operation } from '../../api/application/fields.ts';
import { hasCode } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { createMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import type { KubePort, ObjectAddress } from '../../ports/kube.ts';
import { APPLICATIONS, type ApplicationView } from './application-view.ts';
import { goShape } from './go-shape.ts';

export type JournalWrite =
  | { readonly kind: 'written'; readonly object: KubeObject }
  /** Somebody else wrote, or the Application is gone: start the pass again from what is stored now. */
  | { readonly kind: 'overtaken' };

export interface JournalEntry {
  readonly state: OperationState;
  /** The operation has ended: the request leaves with the same write. */
  readonly completed: boolean;
  /** `status.history` after a successful sync; absent: stays. */
  readonly history?: readonly Json[];
}

/** Writes the journal over what the view holds. Nothing is sent where nothing differs. */
export async function writeJournal(kube: KubePort, view: ApplicationView, entry: JournalEntry): Promise<JournalWrite> {
  const patch = journalPatch(view, entry);
  return patch === undefined ? { kind: 'written', object: view.object } : patchWithPrecondition(kube, view, patch);
}

/** What of a journal is not stored yet, as a merge patch; undefined where all of it is. */
export function journalPatch(view: ApplicationView, entry: JournalEntry): JsonObject | undefined {
  const before = (view.app.status?.operationState ?? {}) as JsonObject;
  const after = plain(entry.state);
  const history = entry.history === undefined ? {} : { history: entry.history };
  const unchanged = jsonEqual(before, after) && entry.history === undefined && !entry.completed;
  if (unchanged) return undefined;
  const status = { ...history, operationState: createMergePatch(before, after) };
  const request = entry.completed && view.object['operation'] !== undefined ? { operation: null } : {};
  return { ...request, status };
}

/** A merge patch that holds only for the version the view was read at. */
export async function patchWithPrecondition(
  kube: KubePort,
  view: ApplicationView,
  patch: JsonObject,
): Promise<JournalWrite> {
  const resourceVersion = view.object.metadata.resourceVersion ?? '';
  const metadata = { ...(patch['metadata'] as JsonObject | undefined), resourceVersion };
  try {
    const object = await kube.patch(addressOfApp(view), 'merge', stringifyJson({ ...patch, metadata }));
    return { kind: 'written', object };
  } catch (error) {
    if (hasCode(error, 'kube.conflict', 'kube.not-found')) return { kind: 'overtaken' };
    throw error;
  }
}

export function addressOfApp(view: ApplicationView): ObjectAddress {
  return { type: APPLICATIONS, namespace: view.key.namespace, name: view.key.name };
}

/** The request as the journal keeps it: as Go writes it, so without empty members but with those it always writes. */
export function journaledOperation(request: Operation): Operation {
  return goShape(operation, request);
}

/** Without members that are undefined. */
function plain(state: OperationState): JsonObject {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as JsonObject;
}
