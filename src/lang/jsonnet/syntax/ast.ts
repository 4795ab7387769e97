/** The tree a program is parsed to. */
import type { Range } from './source.ts';

export type BinaryOperator =
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '<<'
  | '>>'
  | '>'
  | '>='
  | '<'
  | '<='
  | 'in'
  | '=='
  | '!='
  | '&'
  | '^'
  | '|'
  | '&&'
  | '||';
export type UnaryOperator = '!' | '~' | '+' | '-';

/** `:` takes over what the field was, `::` hides, `:::` shows. */
export type Visibility = 'inherit' | 'hidden' | 'visible';

export interface Parameter {
  readonly name: string;
  readonly defaultValue: Node | undefined;
}

export interface FunctionNode extends Range {
  readonly kind: 'function';
  readonly parameters: readonly Parameter[];
  readonly body: Node;
  /** A method has no place of its own in traces. */
  readonly isMethod: boolean;
}

export interface Bind extends Range {
  readonly name: string;
  readonly body: Node;
  /** Whether it is written `f(x) = …`. */
  readonly isFunction: boolean;
}

export interface NamedArgument {
  readonly name: string;
  readonly value: Node;
}

export type FieldNode =
  | { readonly kind: 'local'; readonly bind: Bind }
  | ({ readonly kind: 'assert'; readonly condition: Node; readonly message: Node | undefined } & Range)
  | ValueField;

export interface ValueField extends Range {
  readonly kind: 'field';
  readonly name:
    | { readonly kind: 'fixed'; readonly text: string }
    | { readonly kind: 'expression'; readonly node: Node; readonly isComputed: boolean };
  readonly visibility: Visibility;
  /** `+:` */
  readonly addsToSuper: boolean;
  /** A function for methods. */
  readonly body: Node;
}

export interface ForSpec {
  readonly variable: string;
  readonly list: Node;
  readonly conditions: readonly Node[];
  /** The `for` before this one. */
  readonly outer: ForSpec | undefined;
}

export type Node = Range &
  (
    | {
        readonly kind: 'apply';
        readonly target: Node;
        readonly positional: readonly Node[];
        readonly named: readonly NamedArgument[];
        readonly tailstrict: boolean;
      }
    | { readonly kind: 'array'; readonly elements: readonly Node[] }
    | { readonly kind: 'array-comprehension'; readonly body: Node; readonly spec: ForSpec }
    | { readonly kind: 'assert'; readonly condition: Node; readonly message: Node | undefined; readonly rest: Node }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
    /** `a { … }` */
    | { readonly kind: 'extend'; readonly left: Node; readonly right: Node }
    | {
        readonly kind: 'conditional';
        readonly condition: Node;
        readonly whenTrue: Node;
        readonly whenFalse: Node | undefined;
      }
    | { readonly kind: 'dollar' }
    | { readonly kind: 'error'; readonly message: Node }
    | FunctionNode
    | { readonly kind: 'import' | 'importstr' | 'importbin'; readonly path: string }
    | { readonly kind: 'index'; readonly target: Node; readonly index: Node }
    | { readonly kind: 'member'; readonly target: Node; readonly name: string }
    | {
        readonly kind: 'slice';
        readonly target: Node;
        readonly from: Node | undefined;
        readonly to: Node | undefined;
        readonly step: Node | undefined;
      }
    | { readonly kind: 'local'; readonly binds: readonly Bind[]; readonly body: Node }
    | { readonly kind: 'literal'; readonly value: null | boolean | string }
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'object'; readonly fields: readonly FieldNode[] }
    | { readonly kind: 'object-comprehension'; readonly fields: readonly FieldNode[]; readonly spec: ForSpec }
    | { readonly kind: 'parens'; readonly inner: Node }
    | { readonly kind: 'self' }
    | { readonly kind: 'super-index'; readonly index: Node; readonly isMember: boolean }
    | { readonly kind: 'in-super'; readonly index: Node }
    | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Node }
    | { readonly kind: 'variable'; readonly name: string }
  );
