/** ValidatingAdmissionPolicies and what a server tells of their types. */
import { type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { TalkTarget } from '../conversation/talk.ts';
import { ask } from './answer-view.ts';

export interface TypeCase {
  readonly name: string;
  readonly spec: JsonObject;
  /** `status.typeChecking`, type names without their numbers. */
  readonly answer?: Json;
}

const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const TRIES = 200;

/** What a server answers to a case, as soon as it has looked at the policy. */
export async function typeAnswer(target: TalkTarget, { name, spec }: TypeCase): Promise<Json> {
  const head = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' };
  const made = await ask(target, 'POST', POLICIES, { ...head, metadata: { name }, spec });
  if (made.view.code >= 300) return null;
  let { body } = await ask(target, 'GET', `${POLICIES}/${name}`);
  for (let turn = 0; turn < TRIES && memberAt(body, 'status', 'observedGeneration') === undefined; turn += 1) {
    await target.rest();
    body = (await ask(target, 'GET', `${POLICIES}/${name}`)).body;
  }
  await ask(target, 'DELETE', `${POLICIES}/${name}`);
  const told = JSON.stringify(memberAt(body, 'status', 'typeChecking') ?? null);
  return JSON.parse(told.replace(/(\.[A-Z][A-Za-z]+|[A-Z][a-z]+)\d+\b/g, '$1')) as Json;
}
