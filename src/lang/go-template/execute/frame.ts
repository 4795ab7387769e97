/** What a running template works on. */
import type { Budget, CallContext, GoFunction, GoValue } from '../../go-value/index.ts';
import type { Node, Source } from '../parse/node.ts';
import type { MissingKey } from '../template-contract.ts';

/**
 * A value inside the machine: `undefined` is reflection's invalid value (nothing there), `null` a nil that lies in an
 * interface (a key with nil). They differ in what fields, `len` and errors say.
 */
export type Evaluated = GoValue | undefined;

export type Evaluate = (frame: Frame) => Evaluated;

/** What a statement wants next: 0 go on, 1 break, 2 continue. */
export type Signal = 0 | 1 | 2;

export type Statement = (frame: Frame) => Signal;

/** Text written so far; `include` has its own. */
export class Output {
  text = '';
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  write(text: string): void {
    this.#budget.take(text.length);
    this.text += text;
  }
}

/** The templates that `template` and `include` find, seen from inside. */
export interface Templates {
  readonly missingKey: MissingKey;
  find(name: string): Body | undefined;
}

/** Closures of a tree, whatever name it has. */
export interface Code {
  /** Places for variables that a frame needs, as far as is known: parts are compiled when they are first executed. */
  readonly slots: number;
  readonly run: Statement;
}

/** A template that can run. */
export interface Body {
  readonly name: string;
  /** The text it stands in. */
  readonly source: Source;
  readonly code: Code;
}

/** One execution with all that it includes. */
export interface Run {
  readonly budget: Budget;
  readonly now: CallContext['now'];
  readonly random: CallContext['random'];
  readonly functions: ReadonlyMap<string, GoFunction> | undefined;
  /** One for each set that runs, made when needed. */
  readonly contexts: WeakMap<Templates, CallContext>;
  /** How many templates are open, one in another. */
  nesting: number;
  /** The template that was asked for. */
  root: Frame | undefined;
  /** Where `template` was executed last. */
  lastCall: { readonly frame: Frame; readonly node: Node } | undefined;
}

/** One template at work. `node` is what Go's executor would name in an error right now. */
export class Frame {
  readonly run: Run;
  readonly templates: Templates;
  readonly context: CallContext;
  readonly body: Body;
  readonly output: Output;
  readonly depth: number;
  /** Variables by place; `$` is the first. */
  readonly slots: Evaluated[];
  /** Places whose variable holds an interface value: elements of a range. */
  boxed: boolean[] | undefined;
  dot: Evaluated;
  dotIsBoxed = false;
  node: Node | undefined;

  constructor(outer: Pick<Frame, 'run' | 'templates' | 'context' | 'output' | 'depth'>, body: Body, dot: Evaluated) {
    this.run = outer.run;
    this.templates = outer.templates;
    this.context = outer.context;
    this.output = outer.output;
    this.depth = outer.depth;
    this.body = body;
    this.dot = dot;
    this.slots = new Array<Evaluated>(body.code.slots);
    this.slots[0] = dot;
    this.boxed = undefined;
    this.node = undefined;
  }
}
