/** A node as Go prints it: the context in errors. */
import { quote } from '../../go-value/text/quote.ts';
import type { ListNode, Node, OperandNode, PipeNode } from './node.ts';

/** Source text in Go's spelling: single spaces, comments gone. */
export function nodeText(node: Node): string {
  switch (node.kind) {
    case 'text':
    case 'number':
      return node.text;
    case 'action':
      return `{{${pipeText(node.pipe)}}}`;
    case 'if':
    case 'with':
    case 'range':
      return `{{${node.kind} ${pipeText(node.pipe)}}}${listText(node.body)}${elseText(node.otherwise)}{{end}}`;
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe ? ` ${pipeText(node.pipe)}` : ''}}}`;
    case 'break':
    case 'continue':
    case 'end':
    case 'else':
      return `{{${node.kind}}}`;
    case 'list':
      return listText(node);
    case 'command':
      return node.args.map(argumentText).join(' ');
    default:
      return operandText(node);
  }
}

function listText(list: ListNode): string {
  return list.nodes.map(nodeText).join('');
}

function elseText(list: ListNode | undefined): string {
  return list ? `{{else}}${listText(list)}` : '';
}

function pipeText(pipe: PipeNode): string {
  const variables = pipe.variables.map(operandText).join(', ');
  const declaration = pipe.variables.length === 0 ? '' : `${variables} ${pipe.assigns ? '=' : ':='} `;
  return declaration + pipe.commands.map(nodeText).join(' | ');
}

function argumentText(node: OperandNode): string {
  return node.kind === 'pipe' ? `(${pipeText(node)})` : operandText(node);
}

function operandText(node: OperandNode): string {
  switch (node.kind) {
    case 'pipe':
      return pipeText(node);
    case 'identifier':
      return node.name;
    case 'variable':
      return [node.name, ...node.fields].join('.');
    case 'field':
      return node.fields.map((field) => `.${field}`).join('');
    case 'chain':
      return [argumentText(node.operand), ...node.fields].join('.');
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
  }
}
