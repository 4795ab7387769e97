/** Judges custom resources by the rules of their schema, under the budgets of Kubernetes. */
import { jsonEqual } from '../../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, member, textAt } from '../../../base/json-value.ts';
import { NONE, type Program, some, type Value, type Variables } from '../../../lang/cel/index.ts';
import type { FieldCause } from '../../object/kube-fault.ts';
import { duplicate, forbidden, invalid, required } from '../../validation/causes.ts';
import { CALL_LIMIT, LONGEST_MESSAGE, REQUEST_BUDGET } from '../limits.ts';
import { isEmbeddedResource } from '../schema/declared-type.ts';
import { rootValue } from '../schema/schema-value.ts';
import { type CompiledRule, compileRule, selfTypes } from './compiled-rule.ts';
import { fieldPathText } from './field-path.ts';

export interface RuleVerdict {
  readonly causes: readonly FieldCause[];
  /** What is wrong with parts that did not change, which are let be. */
  readonly warnings: readonly string[];
}

export type RuleJudge = (object: JsonObject, old: JsonObject | undefined) => RuleVerdict;

/** The judge of a schema; its rules are compiled at the first object. Undefined where the schema has no rules. */
export function ruleJudge(schema: JsonObject): RuleJudge | undefined {
  let compiled: RuleNode | undefined;
  if (!hasRules(schema)) return undefined;
  return (object, old) => {
    compiled ??= compileNode(schema, schema, true);
    const run: Run = { budget: REQUEST_BUDGET, causes: [], warnings: [], ended: false };
    if (compiled !== undefined) {
      const change = old === undefined ? undefined : { value: old, same: jsonEqual(object, old) };
      judge(run, compiled, { value: object, old: change, path: '', earlier: change });
    }
    return { causes: run.causes, warnings: run.warnings };
  };
}

/** What the rules of a schema say of a default in a definition: as a value that stays, and if that is fine, as a new one. */
export function defaultRuleCauses(schema: JsonObject, value: Json, path: string): readonly FieldCause[] {
  const node = hasRules(schema) ? compileNode(schema, schema, false) : undefined;
  if (node === undefined) return [];
  const before = { value, same: false };
  const staying = causesOfValue(node, { value, path, old: before, earlier: before });
  return staying.length > 0 ? staying : causesOfValue(node, { value, path, old: undefined, earlier: undefined });
}

function causesOfValue(node: RuleNode, subject: Subject): readonly FieldCause[] {
  const run: Run = { budget: REQUEST_BUDGET, causes: [], warnings: [], ended: false };
  judge(run, node, subject);
  return run.causes;
}

/** Rules anywhere in a schema, but for those in combinations that no value is judged by. */
function hasRules(schema: JsonObject): boolean {
  const rules = member(schema, RULES);
  return (isList(rules) && rules.length > 0) || childSchemas(schema).some(hasRules);
}

const RULES = 'x-kubernetes-validations';

function childSchemas(schema: JsonObject): readonly JsonObject[] {
  const { items, properties, additionalProperties, allOf } = schema;
  const members = isObject(properties) ? Object.values(properties) : [];
  return [items, additionalProperties, ...members, ...(isList(allOf) ? allOf : [])].filter(isObject);
}

/** The rules of a schema and of those below it. */
interface RuleNode {
  readonly schema: JsonObject;
  readonly root: boolean;
  readonly rules: readonly CompiledRule[];
  readonly items: RuleNode | undefined;
  readonly values: RuleNode | undefined;
  readonly properties: ReadonlyMap<string, RuleNode>;
  /** Rules in `allOf`, which see the types of the schema around. */
  readonly all: readonly RuleNode[];
}

function compileNode(rules: JsonObject, schema: JsonObject, root: boolean): RuleNode | undefined {
  const own = member(rules, RULES);
  const known = selfTypes(schema, root || isEmbeddedResource(schema));
  const compiled = isList(own) && known ? own.filter(isObject).map((rule) => compileRule(rule, known)) : [];
  const properties = new Map<string, RuleNode>();
  const declared = member(schema, 'properties');
  for (const [name, property] of Object.entries(objectOf(member(rules, 'properties')))) {
    const node = compilePair(property, member(declared, name));
    if (node !== undefined) properties.set(name, node);
  }
  const items = compilePair(member(rules, 'items'), member(schema, 'items'));
  const values = compilePair(member(rules, 'additionalProperties'), member(schema, 'additionalProperties'));
  const allOf = member(rules, 'allOf');
  const all = (isList(allOf) ? allOf : []).filter(isObject).flatMap((each) => compileNode(each, schema, root) ?? []);
  const empty = compiled.length + properties.size + all.length === 0 && items === undefined && values === undefined;
  return empty ? undefined : { schema, root, rules: compiled, items, values, properties, all };
}

function compilePair(rules: Json | undefined, schema: Json | undefined): RuleNode | undefined {
  return isObject(rules) && isObject(schema) ? compileNode(rules, schema, false) : undefined;
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

interface Run {
  budget: number;
  readonly causes: FieldCause[];
  readonly warnings: string[];
  /** The budget is spent: nothing more is judged. */
  ended: boolean;
}

/** A value before, and whether it is the same. */
interface Before {
  readonly value: Json;
  readonly same: boolean;
}

interface Subject {
  readonly value: Json;
  readonly old: Before | undefined;
  readonly path: string;
  /** The nearest value around that there was before. */
  readonly earlier: Before | undefined;
}

function judge(run: Run, node: RuleNode, subject: Subject): void {
  if (subject.value === null) return;
  judgeRules(run, node, subject);
  for (const all of node.all) if (!run.ended) judge(run, all, subject);
  if (run.ended) return;
  if (isList(subject.value)) judgeItems(run, node, subject.value, subject);
  else if (isObject(subject.value)) judgeMembers(run, node, subject.value, subject);
}

function judgeItems(run: Run, { items, schema }: RuleNode, list: readonly Json[], subject: Subject): void {
  if (items === undefined) return;
  list.forEach((value, index) => {
    if (run.ended) return;
    judge(run, items, {
      ...below(subject, value, elementBefore(schema, value, subject.old)),
      path: `${subject.path}[${index}]`,
    });
  });
}

/** Only lists that are maps tell which element was which. */
function elementBefore(schema: JsonObject, element: Json, old: Before | undefined): Json | undefined {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !isList(keys) || !isList(old?.value)) return undefined;
  return old.value.find((each) =>
    keys.every((key) => jsonEqual(member(each, String(key)) ?? null, member(element, String(key)) ?? null)),
  );
}

function judgeMembers(run: Run, node: RuleNode, object: JsonObject, subject: Subject): void {
  for (const [name, value] of Object.entries(object)) {
    if (run.ended || value === undefined) continue;
    const before = member(subject.old?.value, name);
    const inner = below(subject, value, before);
    if (node.values !== undefined) judge(run, node.values, { ...inner, path: `${subject.path}[${name}]` });
    const property = node.properties.get(name);
    if (property !== undefined) judge(run, property, { ...inner, path: joined(subject.path, name) });
  }
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function below(subject: Subject, value: Json, before: Json | undefined): Subject {
  const old = before === undefined || before === null ? undefined : { value: before, same: jsonEqual(value, before) };
  return { value, old, path: subject.path, earlier: subject.old ?? subject.earlier };
}

const SPENT = 'validation failed due to running out of cost budget, no further validation rules will be run';

function judgeRules(run: Run, node: RuleNode, subject: Subject): void {
  if (node.rules.length === 0) return;
  if (run.budget <= 0) {
    end(run, node, subject, SPENT);
    return;
  }
  const self = lazily(() => rootValue(subject.value, node.schema, node.root));
  const oldSelf = lazily(() => (subject.old ? rootValue(subject.old.value, node.schema, node.root) : undefined));
  for (const rule of node.rules) {
    if (run.ended) return;
    judgeRule(run, { node, rule, subject, variables: variablesOf(rule, self, oldSelf) });
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function variablesOf({ rule }: CompiledRule, self: () => Value, oldSelf: () => Value | undefined): Variables {
  const optional = rule['optionalOldSelf'] === true;
  return (name) => {
    if (name === 'self') return self();
    if (name !== 'oldSelf') return undefined;
    const old = oldSelf();
    if (!optional) return old;
    return old === undefined ? NONE : some(old);
  };
}

interface Judgement {
  readonly node: RuleNode;
  readonly rule: CompiledRule;
  readonly subject: Subject;
  readonly variables: Variables;
}

function judgeRule(run: Run, judgement: Judgement): void {
  const { node, rule, subject, variables } = judgement;
  if (rule.error !== undefined) {
    run.causes.push(typed(node, subject, `rule compile error: ${rule.error}`));
    return;
  }
  if (rule.program === undefined) return;
  if (rule.usesOldSelf && subject.old === undefined && rule.rule['optionalOldSelf'] !== true) return;
  const outcome = rule.program.evaluate(variables, CALL_LIMIT);
  if (outcome.cost > run.budget) {
    end(run, node, subject, SPENT);
    return;
  }
  run.budget -= outcome.cost;
  if (outcome.kind === 'value') {
    if (outcome.value !== true) fail(run, judgement);
    return;
  }
  const { sentence, last } = faultSentence(outcome, rule);
  if (last) end(run, node, subject, sentence);
  else run.causes.push(typed(node, subject, sentence));
}

function faultSentence(
  { kind, message }: { readonly kind: string; readonly message: string },
  { rule }: CompiledRule,
): { readonly sentence: string; readonly last: boolean } {
  const name = nameOf(rule);
  if (message.startsWith('no such overload')) {
    const why = 'call arguments did not match a supported operator, function or macro signature for rule';
    return { sentence: `'${message}': ${why}: ${name}`, last: false };
  }
  if (kind === 'budget') {
    const why = 'no further validation rules will be run due to call cost exceeds limit for rule';
    return { sentence: `'${message}': ${why}: ${name}`, last: true };
  }
  return { sentence: `${message} evaluating rule: ${name}`, last: false };
}

/** A rule is named by its message, where it has one. */
function nameOf(rule: JsonObject): string {
  return (textAt(rule, 'message') || (textAt(rule, 'rule') ?? '')).trim();
}

function end(run: Run, node: RuleNode, subject: Subject, sentence: string): void {
  run.causes.push(typed(node, subject, sentence));
  run.ended = true;
}

/** Where a rule cannot be judged, the server shows the type of the value in place of the value. */
function typed({ schema }: RuleNode, { path }: Subject, sentence: string): FieldCause {
  return invalid(fieldOf(path), textAt(schema, 'type') ?? '', sentence);
}

function fieldOf(path: string): string {
  return path === '' ? '<nil>' : path;
}

function fail(run: Run, { node, rule, subject, variables }: Judgement): void {
  const { detail, broken } = messageOf(run, rule, variables);
  const pathOf = normalizedPath(rule.rule, node.schema);
  const path = pathOf === undefined ? subject.path : joined(subject.path, pathOf);
  const cause =
    broken === undefined
      ? causeOf(rule.rule, { path: fieldOf(path), detail, value: shownValue(node.schema, subject.value) })
      : invalid(fieldOf(path), textAt(node.schema, 'type') ?? '', broken);
  const before = subject.old ?? subject.earlier;
  // What was wrong before and did not change only earns a warning.
  if (!rule.usesOldSelf && before?.same === true) run.warnings.push(`${cause.field}: ${cause.message}`);
  else run.causes.push(cause);
  if (broken !== undefined) run.ended = true;
}

function normalizedPath(rule: JsonObject, schema: JsonObject): string | undefined {
  const path = textAt(rule, 'fieldPath') ?? '';
  return path === '' ? undefined : fieldPathText(path, schema);
}

/** Objects and lists are not shown. */
function shownValue(schema: JsonObject, value: Json): { readonly value: Json } | undefined {
  const type = schema['type'];
  return type === 'object' || type === 'array' ? undefined : { value };
}

function causeOf(
  rule: JsonObject,
  {
    path,
    detail,
    value,
  }: { readonly path: string; readonly detail: string; readonly value: { readonly value: Json } | undefined },
): FieldCause {
  switch (rule['reason']) {
    case 'FieldValueForbidden':
      return forbidden(path, detail);
    case 'FieldValueRequired':
      return required(path, detail);
    case 'FieldValueDuplicate':
      return value === undefined
        ? { field: path, message: 'Duplicate value', reason: 'FieldValueDuplicate' }
        : duplicate(path, value.value);
    default:
      return value === undefined
        ? { field: path, message: `Invalid value: ${detail}`, reason: 'FieldValueInvalid' }
        : invalid(path, value.value, detail);
  }
}

interface Message {
  readonly detail: string;
  /** The message cost more than there was: this is said in its place, and judging ends. */
  readonly broken?: string;
}

function messageOf(run: Run, { rule, message }: CompiledRule, variables: Variables): Message {
  const own = textAt(rule, 'message') ?? '';
  // One of nothing but space is told as nothing.
  const otherwise = { detail: own === '' ? `failed rule: ${nameOf(rule)}` : own.trim() };
  if (message === undefined) return otherwise;
  return expressedMessage(run, message, { variables, source: textAt(rule, 'messageExpression') ?? '' }) ?? otherwise;
}

function expressedMessage(
  run: Run,
  program: Program,
  { variables, source }: { readonly variables: Variables; readonly source: string },
): Message | undefined {
  const outcome = program.evaluate(variables, CALL_LIMIT);
  if (outcome.cost > run.budget) {
    const why = 'messageExpression evaluation failed due to running out of cost budget';
    return { detail: '', broken: `${why}, no further validation rules will be run` };
  }
  if (outcome.kind === 'budget') {
    const why = 'no further validation rules will be run due to call cost exceeds limit for messageExpression';
    return { detail: '', broken: `${why}: ${JSON.stringify(source)}` };
  }
  run.budget -= outcome.cost;
  if (outcome.kind !== 'value' || typeof outcome.value !== 'string') return undefined;
  const text = outcome.value.trim();
  const usable = text !== '' && !text.includes('\n') && new TextEncoder().encode(text).length <= LONGEST_MESSAGE;
  return usable ? { detail: text } : undefined;
}
