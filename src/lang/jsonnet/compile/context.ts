/** What code is compiled within: its file, its variables, and what traces say it belongs to. */

import { NodeSite, type Site } from '../runtime/site.ts';
import type { Range, Source } from '../syntax/source.ts';
import type { StaticScope } from './static-scope.ts';

/**
 * Whether a call made here is the last thing of its body: `last`, then its evaluator may make it; `after-operand`, then only
 * an operator follows, and go-jsonnet gives up the frame all the same; `no`.
 */
export type TailPosition = 'last' | 'after-operand' | 'no';

export interface Context {
  readonly source: Source;
  readonly scope: StaticScope;
  /** Such as `function <f>`; undefined where go-jsonnet's traces have nothing to say. */
  readonly within: string | undefined;
  /** The variable that the expression is bound to. */
  readonly bound: string;
  readonly tail: TailPosition;
}

export const ANONYMOUS = 'anonymous';

/** The same surroundings for a part that is evaluated with the whole. */
export function part(context: Context, tail: TailPosition = 'no'): Context {
  return { ...context, bound: ANONYMOUS, tail };
}

/** For a part that is evaluated later, in a call of its own. */
export function later(context: Context): Context {
  const { within } = context;
  return {
    ...context,
    within: within === undefined ? undefined : `thunk from <${within}>`,
    bound: ANONYMOUS,
    tail: 'last',
  };
}

export function operandTail(context: Context): TailPosition {
  return context.tail === 'no' ? 'no' : 'after-operand';
}

export function siteOf(context: Context, range: Range): Site {
  return new NodeSite(context.source, range, context.within ?? '');
}

/** A site of a node that stands for a shorter way of writing: its place, and nothing it belongs to. */
export function bareSite(context: Context, range: Range): Site {
  return new NodeSite(context.source, range, '');
}
