/** Asks an API server for the type, the value or the errors of expressions: through a policy, and a rule with a message. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { TalkTarget } from '../conversation/talk.ts';
import { ask } from './answer-view.ts';

/** What a server answers for an expression. */
export interface ExpressionCase {
  readonly expression: string;
  /** Errors with their places. */
  readonly errors?: string;
  /** Why there is no program. */
  readonly unusable?: string;
  readonly type?: string;
  /** The value, formatted with `%s`, without space around it. */
  readonly text?: string;
  /** Why the value cannot be had or formatted. */
  readonly fault?: string;
}

const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?dryRun=All';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const AT_ONCE = 50;
const TRIES = 100;

/** The answers to expressions, in their order. */
export async function expressionAnswers(
  target: TalkTarget,
  expressions: readonly string[],
): Promise<readonly ExpressionCase[]> {
  const found: ExpressionCase[] = [];
  for (let from = 0; from < expressions.length; from += AT_ONCE) {
    const typed = await compiled(target, expressions.slice(from, from + AT_ONCE));
    const usable = typed.filter(({ type }) => type !== undefined);
    const values = await evaluated(
      target,
      usable.map(({ expression }) => expression),
      `e${from}`,
    );
    found.push(...typed.map((one) => ({ ...one, ...values[usable.indexOf(one)] })));
  }
  return found;
}

async function compiled(target: TalkTarget, expressions: readonly string[]): Promise<readonly ExpressionCase[]> {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] };
  const validations = expressions.map((expression) => ({ expression }));
  const spec = { matchConstraints: { resourceRules: [rule] }, validations };
  const head = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' };
  const { body } = await ask(target, 'POST', POLICIES, { ...head, metadata: { name: 'asked' }, spec });
  const causes = causesOf(body);
  return expressions.map((expression, index) => {
    const cause = causes.find(({ field }) => field === `spec.validations[${index}].expression`);
    return { expression, ...(cause === undefined ? { type: 'bool' } : compiledOf(cause.message)) };
  });
}

function causesOf(body: Json): readonly { readonly field: string; readonly message: string }[] {
  const causes = memberAt(body, 'details', 'causes');
  const list = isList(causes) ? causes.filter(isObject) : [];
  return list.map((cause) => ({ field: textAt(cause, 'field') ?? '', message: textAt(cause, 'message') ?? '' }));
}

function compiledOf(message: string): Omit<ExpressionCase, 'expression'> {
  const [, errors] = /compilation failed: (.*)$/s.exec(message) ?? [];
  const [, unusable] = /program instantiation failed: (.*)$/s.exec(message) ?? [];
  const [, type] = /must evaluate to bool but got (.*)$/s.exec(message) ?? [];
  if (errors !== undefined) return { errors };
  return unusable === undefined ? { type: type ?? message } : { unusable };
}

type Evaluated = Pick<ExpressionCase, 'text' | 'fault'>;

/** Where one expression spoils the definition, or ends the judging, the others are asked without it. */
async function evaluated(
  target: TalkTarget,
  expressions: readonly string[],
  name: string,
): Promise<readonly Evaluated[]> {
  if (expressions.length === 0) return [];
  const messages = await judged(target, expressions, name);
  if (messages?.length === expressions.length) return messages.map(evaluatedOf);
  if (expressions.length === 1) return [{}];
  const middle = Math.floor(expressions.length / 2);
  return [
    ...(await evaluated(target, expressions.slice(0, middle), `${name}a`)),
    ...(await evaluated(target, expressions.slice(middle), `${name}b`)),
  ];
}

async function judged(
  target: TalkTarget,
  expressions: readonly string[],
  name: string,
): Promise<readonly string[] | undefined> {
  const collection = `/apis/asked.example/v1/${name}s`;
  const made = await ask(target, 'POST', DEFINITIONS, definition(expressions, name));
  if (made.view.code >= 300) return undefined;
  const object = { apiVersion: 'asked.example/v1', kind: name.toUpperCase(), metadata: { name: 'a' }, spec: {} };
  let reply = await ask(target, 'POST', `${collection}?dryRun=All`, object);
  for (let turn = 0; turn < TRIES && reply.view.code === 404; turn += 1) {
    await target.rest();
    reply = await ask(target, 'POST', `${collection}?dryRun=All`, object);
  }
  await ask(target, 'DELETE', `${DEFINITIONS}/${name}s.asked.example`);
  return causesOf(reply.body).map(({ message }) => message);
}

const NEVER = "'\\x01'";

function definition(expressions: readonly string[], name: string): JsonObject {
  const rules = expressions.map((expression) => {
    const text = `'%s'.format([dyn(${expression})])`;
    return { rule: `${text} == ${NEVER}`, message: '#', messageExpression: text };
  });
  const spec = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec }, 'x-kubernetes-validations': rules } };
  const names = { kind: name.toUpperCase(), plural: `${name}s` };
  const versions = [{ name: 'v1', served: true, storage: true, schema }];
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${name}s.asked.example` },
    spec: { group: 'asked.example', scope: 'Cluster', names, versions },
  };
}

/** A value that makes no message, being empty or of several lines, is not told. */
function evaluatedOf(message: string): Evaluated {
  const said = message.replace(/^Invalid value: (?:"object": )?/, '').trim();
  const overload = /^'(no such overload[^']*)': call arguments/.exec(said)?.[1];
  const fault = overload ?? /^(.*) evaluating rule: #$/s.exec(said)?.[1];
  if (fault !== undefined) return { fault };
  return said === '#' ? {} : { text: said };
}
