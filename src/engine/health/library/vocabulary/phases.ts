/** Rules over a text that names the state of an object. */
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { type Health, type HealthStatus, health } from '../../health.ts';
import type { Rule } from './check.ts';
import { text } from './fields.ts';

/** The verdict on one state: fixed, or made of the state and the object. */
export type StateCase = Health | ((state: string, object: KubeObject) => Health | undefined);

/** Looks the text at a path up in a table; `other` judges a state that is not there. Says nothing of an absent one. */
export function byState(path: string, table: Readonly<Record<string, StateCase>>, other?: StateCase): Rule {
  const cases = new Map(Object.entries(table));
  return (object) => {
    const state = text(object, path);
    if (state === undefined) return undefined;
    const found = cases.get(state) ?? other;
    return typeof found === 'function' ? found(state, object) : found;
  };
}

/** A verdict in the words of the state itself, or in those at a path of the object. */
export function inItsWords(status: HealthStatus, path?: string): StateCase {
  return (state, object) => health(status, path === undefined ? state : text(object, path));
}

/** A verdict in the words at a path of the object, in others where there are none. */
export function inWordsAt(path: string, status: HealthStatus, words: string): StateCase {
  return (_state, object) => health(status, text(object, path) ?? words);
}
