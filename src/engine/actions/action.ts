/** Actions on live objects (features U3, U4): what is offered for one, and what running one comes to. */
import type { KubeObject } from '../../kube/object/kube-object.ts';

export interface ActionParameter {
  readonly name: string;
  readonly default?: string;
}

/** One action as people see it. */
export interface ResourceAction {
  readonly name: string;
  /** Shown, and of no use now. The API runs it all the same when asked to. */
  readonly disabled: boolean;
  /** Classes of Font Awesome. */
  readonly iconClass: string;
  readonly displayName: string;
  readonly parameters: readonly ActionParameter[];
}

export interface ActionInput {
  readonly object: KubeObject;
  readonly parameters: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One object that an action makes or changes. `patch`: the object acted on, as it shall be. */
export interface ActionResult {
  readonly operation: 'create' | 'patch';
  readonly resource: KubeObject;
}
