/** A program as a tree. Names are resolved: each local is one object, shared by all its uses. */

export interface Local {
  readonly name: string;
  readonly slot: number;
  /** A function inside uses it; then it lives in a cell of its own. */
  captured: boolean;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^' | '==' | '~=' | '<' | '<=' | '>' | '>=';

export type Expression =
  | { readonly kind: 'constant'; readonly value: undefined | boolean | number | string }
  | { readonly kind: 'varargs' }
  /** What the call right before it gave; only in what is compiled for coroutines. */
  | { readonly kind: 'results' }
  | { readonly kind: 'function'; readonly prototype: FunctionSyntax }
  | { readonly kind: 'local'; readonly local: Local }
  | { readonly kind: 'upvalue'; readonly name: string; readonly index: number }
  | { readonly kind: 'global'; readonly name: string; readonly line: number }
  | { readonly kind: 'index'; readonly object: Expression; readonly key: Expression; readonly line: number }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[]; readonly line: number }
  | MethodCall
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | BinaryExpression
  | { readonly kind: 'concat'; readonly parts: readonly Expression[]; readonly line: number }
  | { readonly kind: 'not' | 'minus' | 'length'; readonly operand: Expression; readonly line: number }
  | { readonly kind: 'single'; readonly inner: Expression }
  | { readonly kind: 'table'; readonly fields: readonly Field[]; readonly line: number };

export interface MethodCall {
  readonly kind: 'method';
  readonly object: Expression;
  readonly name: string;
  readonly args: readonly Expression[];
  readonly line: number;
}

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly line: number;
}

/** Without a key: the next of the list. */
export interface Field {
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export type Assignable = Extract<Expression, { kind: 'local' | 'upvalue' | 'global' | 'index' }>;

/** `weight` is the number of parts in a body, which each round of a loop is charged. */
export type Statement =
  | { readonly kind: 'expression'; readonly call: Expression }
  | { readonly kind: 'local'; readonly locals: readonly Local[]; readonly values: readonly Expression[] }
  | { readonly kind: 'local-function'; readonly local: Local; readonly prototype: FunctionSyntax }
  | { readonly kind: 'assign'; readonly targets: readonly Assignable[]; readonly values: readonly Expression[] }
  | { readonly kind: 'block'; readonly body: Block }
  | ConditionalLoop
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Block | undefined }
  | NumericFor
  | GenericFor
  | { readonly kind: 'return'; readonly values: readonly Expression[]; readonly line: number }
  | { readonly kind: 'break' }
  | { readonly kind: 'goto'; readonly label: string; readonly line: number }
  | { readonly kind: 'label'; readonly name: string; readonly line: number };

export interface Branch {
  readonly condition: Expression;
  readonly body: Block;
}

export interface ConditionalLoop {
  readonly kind: 'while' | 'repeat';
  readonly condition: Expression;
  readonly body: Block;
  readonly weight: number;
  readonly line: number;
}

export interface NumericFor {
  readonly kind: 'numeric-for';
  readonly local: Local;
  readonly from: Expression;
  readonly to: Expression;
  readonly step: Expression | undefined;
  readonly body: Block;
  readonly weight: number;
  readonly line: number;
}

export interface GenericFor {
  readonly kind: 'generic-for';
  readonly locals: readonly Local[];
  readonly values: readonly Expression[];
  readonly body: Block;
  readonly weight: number;
  readonly line: number;
}

export type Block = readonly Statement[];

/** Where a function finds a variable of the functions around it. */
export type Capture =
  | { readonly from: 'local'; readonly local: Local }
  | { readonly from: 'upvalue'; readonly index: number };

export interface FunctionSyntax {
  readonly parameters: readonly Local[];
  readonly varargs: boolean;
  readonly slots: number;
  readonly captures: readonly Capture[];
  readonly body: Block;
  readonly weight: number;
  /** Whether functions inside use variables of this one. */
  readonly shares: boolean;
}
