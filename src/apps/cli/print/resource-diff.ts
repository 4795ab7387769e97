/** What `app diff` shows: objects that differ, each as it is and as it would be. Pure. */
import type { ResourceDiff } from '../../../api/application/tree-fields.ts';
import { parseJson } from '../../../base/json/parse.ts';
import type { Json } from '../../../base/json-value.ts';
import type { KubeObject, ObjectKey } from '../../../kube/object/kube-object.ts';

export interface DiffPair {
  readonly key: ObjectKey;
  /** Undefined where it is not there. */
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
}

/** What the server says differs. Hooks are no differences. */
export function pairsOfItems(items: readonly ResourceDiff[]): readonly DiffPair[] {
  return items.filter(differs).map(pairOf);
}

/** `===== group/Kind namespace/name ======`, with the empty line before it. */
export function diffHeader({ group, kind, namespace, name }: ObjectKey): string {
  return `\n===== ${group}/${kind} ${namespace}/${name} ======\n`;
}

export function isAbsent(state: string | undefined): state is undefined {
  return state === undefined || state === '' || state === 'null';
}

/** An object as the API tells of it. */
export function objectOfState(state: string | undefined): KubeObject {
  return parseJson(state ?? 'null') as Json as KubeObject;
}

function differs(item: ResourceDiff): boolean {
  if (item.hook) return false;
  return item.modified === true || isAbsent(item.targetState) || isAbsent(item.liveState);
}

function pairOf(item: ResourceDiff): DiffPair {
  const { group = '', kind = '', namespace = '', name = '' } = item;
  const before = isAbsent(item.liveState) ? undefined : objectOfState(item.normalizedLiveState ?? item.liveState);
  const after = isAbsent(item.targetState) ? undefined : objectOfState(item.predictedLiveState ?? item.targetState);
  return { key: { group, kind, namespace, name }, before, after };
}
