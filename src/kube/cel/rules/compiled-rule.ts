/** One rule of `x-kubernetes-validations`, compiled with its message. */
import type { JsonObject } from '../../../base/json-value.ts';
import { textAt } from '../../../base/json-value.ts';
import {
  type Compilation,
  compileProgram,
  type Environment,
  estimateCost,
  type Program,
  type Range,
  types,
  typeText,
} from '../../../lang/cel/index.ts';
import { KUBERNETES_FUNCTIONS } from '../kubernetes-environment.ts';
import { type DeclaredType, declareType, type ObjectFields } from '../schema/declared-type.ts';
import { sizeOfDeclared } from './declared-size.ts';

export interface CompiledRule {
  readonly rule: JsonObject;
  readonly program?: Program;
  /** Why there is no program. */
  readonly error?: string;
  readonly usesOldSelf: boolean;
  readonly cost: bigint;
  readonly message?: Program;
  readonly messageError?: string;
  readonly messageCost: bigint;
}

/** The types that the rules of a schema's value see; undefined where expressions cannot know its type. */
export function selfTypes(
  schema: JsonObject,
  root: boolean,
): { readonly self: DeclaredType; readonly objects: ObjectFields } | undefined {
  const objects: ObjectFields = new Map();
  const self = declareType(schema, { root, name: 'selfType', objects });
  return self && { self, objects };
}

export interface RuleTypes {
  readonly self: DeclaredType;
  readonly objects: ObjectFields;
}

/** Compiles a rule; never throws. A rule without text has no program. */
export function compileRule(rule: JsonObject, selfTypes: RuleTypes): CompiledRule {
  const none = { rule, usesOldSelf: false, cost: 0n, messageCost: 0n };
  const text = textAt(rule, 'rule') ?? '';
  if (text.trim() === '') return none;
  const environment = environmentOf(rule, selfTypes);
  const compiled = compileProgram(text, environment);
  const error = errorOf(compiled, '', 'program') ?? notA(compiled, 'bool', 'cel expression must evaluate to a bool');
  if (error !== undefined || compiled.kind !== 'program') return { ...none, ...(error && { error }) };
  const { program } = compiled;
  const usesOldSelf = [...program.checked.references.values()].some(({ name }) => name === 'oldSelf');
  const own = { ...none, program, usesOldSelf, cost: costOf(program, selfTypes.self).max };
  return { ...own, ...messageOf(rule, environment, selfTypes.self) };
}

function messageOf(rule: JsonObject, environment: Environment, self: DeclaredType): Partial<CompiledRule> {
  const text = textAt(rule, 'messageExpression') ?? '';
  if (text === '') return {};
  const compiled = compileProgram(text, environment);
  const messageError =
    errorOf(compiled, 'messageExpression ', 'messageExpression') ??
    notA(compiled, 'string', 'messageExpression must evaluate to a string');
  if (messageError !== undefined || compiled.kind !== 'program') return messageError ? { messageError } : {};
  return { message: compiled.program, messageCost: costOf(compiled.program, self).max };
}

function environmentOf(rule: JsonObject, { self, objects }: RuleTypes): Environment {
  const oldSelf = rule['optionalOldSelf'] === true ? types.optionalOf(self.type) : self.type;
  return {
    variables: new Map([
      ['self', self.type],
      ['oldSelf', oldSelf],
    ]),
    functions: KUBERNETES_FUNCTIONS,
    structs: (name) => objects.get(name),
  };
}

function errorOf(compiled: Compilation, lead: string, what: string): string | undefined {
  if (compiled.kind === 'errors') return `${lead}compilation failed: ${compiled.text}`;
  return compiled.kind === 'unusable' ? `${what} instantiation failed: ${compiled.text}` : undefined;
}

function notA(compiled: Compilation, type: string, sentence: string): string | undefined {
  return compiled.kind === 'program' && typeText(compiled.program.type) !== type ? sentence : undefined;
}

function costOf(program: Program, self: DeclaredType): Range {
  return estimateCost(program.checked, (path) => sizeOfDeclared(self, path));
}
