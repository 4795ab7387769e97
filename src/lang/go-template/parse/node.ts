/** The tree of a template. Every node knows where its text begins; whoever executes it knows of which text it is. */

/** A parsed text: the name for places in errors, and the text itself. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

interface Place {
  /** In units of the text. */
  readonly at: number;
}

export interface TextNode extends Place {
  readonly kind: 'text';
  readonly text: string;
}

export interface ActionNode extends Place {
  readonly kind: 'action';
  readonly pipe: PipeNode;
}

export interface BranchNode extends Place {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly body: ListNode;
  readonly otherwise: ListNode | undefined;
}

export interface TemplateNode extends Place {
  readonly kind: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface JumpNode extends Place {
  readonly kind: 'break' | 'continue';
}

/** Ends of lists, seen by the parser only. */
export interface EndNode extends Place {
  readonly kind: 'end' | 'else';
}

export interface ListNode extends Place {
  readonly kind: 'list';
  readonly nodes: readonly StatementNode[];
}

export type StatementNode = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode;

export interface PipeNode extends Place {
  readonly kind: 'pipe';
  readonly assigns: boolean;
  readonly variables: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}

export interface CommandNode extends Place {
  readonly kind: 'command';
  /** At least one. */
  readonly args: readonly OperandNode[];
}

export interface IdentifierNode extends Place {
  readonly kind: 'identifier';
  readonly name: string;
}

/** `$x.a.b`: name with the dollar sign, then fields. */
export interface VariableNode extends Place {
  readonly kind: 'variable';
  readonly name: string;
  readonly fields: readonly string[];
}

export interface FieldNode extends Place {
  readonly kind: 'field';
  readonly fields: readonly string[];
}

/** Fields of a function's or a parenthesised pipeline's value. */
export interface ChainNode extends Place {
  readonly kind: 'chain';
  readonly operand: OperandNode;
  readonly fields: readonly string[];
}

export interface DotNode extends Place {
  readonly kind: 'dot' | 'nil';
}

export interface BoolNode extends Place {
  readonly kind: 'bool';
  readonly value: boolean;
}

/** A number is whatever it can be without loss. */
export interface NumberNode extends Place, NumberForms {
  readonly kind: 'number';
  readonly text: string;
}

export interface NumberForms {
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: { readonly real: number; readonly imaginary: number };
}

export interface StringNode extends Place {
  readonly kind: 'string';
  readonly quoted: string;
  readonly value: string;
}

export type OperandNode =
  | PipeNode
  | IdentifierNode
  | VariableNode
  | FieldNode
  | ChainNode
  | DotNode
  | BoolNode
  | NumberNode
  | StringNode;

export type Node = StatementNode | ListNode | EndNode | CommandNode | OperandNode;
