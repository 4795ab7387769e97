/** ValidatingAdmissionPolicies with bindings, and requests judged by them. */
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { TalkTarget } from '../conversation/talk.ts';
import { type AnswerView, ask } from './answer-view.ts';

interface Sent {
  /** `NS` is the namespace of the case. */
  readonly path: string;
  readonly method?: string;
  readonly body?: Json;
  /** Replaces members of what is at the path. */
  readonly replace?: JsonObject;
}

export interface PolicyCase {
  readonly name: string;
  /** Made before all else. */
  readonly before?: readonly Sent[];
  readonly constraints?: JsonObject;
  readonly spec: JsonObject;
  readonly bindings: readonly Json[];
  readonly requests: readonly Sent[];
  /** Of the policy, the bindings and the requests. */
  readonly answers?: readonly AnswerView[];
}

const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
/** How many rests a real server takes until it knows of policies and parameters. */
const PATIENCE = 120;

/** What a server answers to all cases. */
export async function policyAnswers(
  target: TalkTarget,
  cases: readonly PolicyCase[],
): Promise<readonly (readonly AnswerView[])[]> {
  const answers: AnswerView[][] = [];
  for (const [index, one] of cases.entries()) answers.push(await prepare(target, one, index));
  for (let rests = 0; rests < PATIENCE; rests += 1) await target.rest();
  for (const [index, one] of cases.entries()) {
    for (const sent of one.requests) answers[index]?.push(await send(target, sent, index));
  }
  return answers;
}

async function prepare(target: TalkTarget, one: PolicyCase, index: number): Promise<AnswerView[]> {
  const name = `policy-${index}`;
  await ask(target, 'POST', '/api/v1/namespaces', { metadata: { name: `cel-${index}`, labels: { team: 'x' } } });
  for (const sent of one.before ?? []) await send(target, sent, index);
  const kind = 'ValidatingAdmissionPolicy';
  const head = { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name } };
  const policy = { ...head, spec: { matchConstraints: constraintsOf(one, index), ...one.spec } };
  const answers = [(await ask(target, 'POST', `${ADMISSION}/validatingadmissionpolicies`, policy)).view];
  for (const [at, binding] of one.bindings.entries()) {
    const spec = { policyName: name, ...(inNamespace(binding, index) as JsonObject) };
    const object = { ...head, kind: `${kind}Binding`, metadata: { name: `${name}-${at}` }, spec };
    answers.push((await ask(target, 'POST', `${ADMISSION}/validatingadmissionpolicybindings`, object)).view);
  }
  return answers;
}

function constraintsOf({ constraints }: PolicyCase, index: number): JsonObject {
  const resources = ['configmaps', 'deployments', 'pods'];
  const rule = { apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources };
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': `cel-${index}` } };
  return { namespaceSelector, resourceRules: [rule], ...constraints };
}

function inNamespace(value: Json, index: number): Json {
  return JSON.parse(JSON.stringify(value).replaceAll('"NS"', `"cel-${index}"`)) as Json;
}

async function send(target: TalkTarget, sent: Sent, index: number): Promise<AnswerView> {
  const url = sent.path.replace('/NS/', `/cel-${index}/`);
  if (sent.replace === undefined) return (await ask(target, sent.method ?? 'POST', url, sent.body)).view;
  const { body } = await ask(target, 'GET', url.replace(/\?.*/, ''));
  return (await ask(target, 'PUT', url, { ...(isObject(body) ? body : {}), ...sent.replace })).view;
}
