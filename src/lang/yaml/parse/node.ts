/** A document as a tree, before it is decided what its scalars are. */
export type Node = ScalarNode | SequenceNode | MappingNode | AliasNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string;
  /** In its long form; empty where it has none. */
  readonly tag: string;
  /** Whether the text itself says what it is: plain, or with the tag `!`. */
  readonly isImplicit: boolean;
  /** Nothing, where braces or brackets expect something. */
  readonly isInFlow?: true;
  /** From 0. */
  readonly line: number;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly items: Node[];
  /** In brackets. */
  readonly isFlow?: true;
  readonly line: number;
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly pairs: (readonly [Node, Node])[];
  /** In braces. */
  readonly isFlow?: true;
  readonly line: number;
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: Node;
  readonly line: number;
}
