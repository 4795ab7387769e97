/** Judges writes by the ValidatingAdmissionPolicies that have bindings, as the plugin of the API server does. */
import { stringifyJson } from '../../base/json/stringify.ts';
import { isList, isObject, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { type Denial, evaluatePolicy } from '../../kube/cel/policy/evaluate-policy.ts';
import { matchedResource, type Resource } from '../../kube/cel/policy/match-resources.ts';
import { specOf } from '../../kube/cel/policy/policy-expressions.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Identity } from '../authentication/identity.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import type { Cluster } from '../operations/cluster.ts';
import { ApiFault } from '../status/api-fault.ts';
import { qualified } from '../status/faults.ts';
import type { Admit, AdmittedWrite } from './admitted-write.ts';
import { collectParams, unknownParams } from './collect-params.ts';
import { matchedRequest } from './matched-request.ts';
import { policyValues } from './policy-values.ts';

const GROUP = 'admissionregistration.k8s.io';
const POLICIES = `${GROUP}/validatingadmissionpolicies`;
/** What the audit log has of a failed validation. */
const FAILURE = 'validation.policy.admission.k8s.io/validation_failure';
const LONGEST_ANNOTATION = 10 * 1024;
const BINDINGS = `${GROUP}/validatingadmissionpolicybindings`;

/** Whose write is judged, and what the judges may use. */
export interface AdmissionInput {
  readonly cluster: Cluster;
  readonly authorizer: Authorizer;
  readonly user: Identity;
  readonly options: JsonObject;
  readonly warn: (message: string) => void;
  /** Notes something in the audit log. */
  readonly annotate: (key: string, value: string) => void;
}

/** Why a request is denied, and by whom. */
interface Refusal {
  readonly policy: string;
  readonly binding?: string;
  readonly message: string;
  readonly reason: string;
}

/** The judge of one request's writes; the first refusal is thrown as the server answers it. */
export function policyAdmission(input: AdmissionInput): Admit {
  return (write) => {
    // Nobody can lock themselves out of mending a policy.
    if (write.definition.group === GROUP || input.cluster.store.count(BINDINGS) === 0) return;
    const refusals: Refusal[] = [];
    for (const { object } of input.cluster.store.list(POLICIES)) {
      if (!object.metadata.deletionTimestamp) refusals.push(...judgedBy(object, input, write));
    }
    const [first] = refusals;
    if (first !== undefined) throw refused(first, write);
  };
}

function judgedBy(policy: KubeObject, input: AdmissionInput, write: AdmittedWrite): readonly Refusal[] {
  const request = matchedRequest(input.cluster, write);
  const spec = specOf(policy);
  const constraints = memberAt(spec, 'matchConstraints');
  const resource = isObject(constraints) ? matchedResource(constraints, request) : undefined;
  if (resource === undefined) return [];
  const unknown = unknownParams(input.cluster, spec);
  if (unknown !== undefined) return misconfigured(policy, unknown, isBound(input.cluster, policy));
  const refusals: Refusal[] = [];
  const notes = new Map<string, Set<string>>();
  for (const { object: binding } of input.cluster.store.list(BINDINGS)) {
    if (textAt(specOf(binding), 'policyName') !== policy.metadata.name) continue;
    const narrowed = memberAt(specOf(binding), 'matchResources');
    if (isObject(narrowed) && matchedResource(narrowed, request) === undefined) continue;
    refusals.push(...boundRefusals({ policy, binding, resource, input, write, notes }));
  }
  for (const [key, values] of notes) input.annotate(`${policy.metadata.name}/${key}`, [...values].join(', '));
  return refusals;
}

function isBound({ store }: Cluster, { metadata }: KubeObject): boolean {
  return [...store.list(BINDINGS)].some(({ object }) => textAt(specOf(object), 'policyName') === metadata.name);
}

/** A policy without bindings judges nothing, whatever is wrong with it. */
function misconfigured(policy: KubeObject, why: string, bound: boolean): readonly Refusal[] {
  if (!bound || textAt(specOf(policy), 'failurePolicy') === 'Ignore') return [];
  const message = `failed to configure policy: ${why}`;
  return [{ policy: policy.metadata.name ?? '', message, reason: 'Invalid' }];
}

interface Bound {
  readonly policy: KubeObject;
  readonly binding: KubeObject;
  readonly resource: Resource;
  readonly input: AdmissionInput;
  readonly write: AdmittedWrite;
  /** The audit annotations of the policy, by key, of all its bindings. */
  readonly notes: Map<string, Set<string>>;
}

function boundRefusals(bound: Bound): readonly Refusal[] {
  const { policy, binding, resource, input, write } = bound;
  const spec = specOf(policy);
  const params = collectParams(input.cluster, spec, {
    ref: memberAt(specOf(binding), 'paramRef'),
    namespace: write.namespace,
  });
  const names = { policy: policy.metadata.name ?? '', binding: binding.metadata.name ?? '' };
  if (params.kind === 'wrong') {
    if (textAt(spec, 'failurePolicy') === 'Ignore') return [];
    return [{ ...names, message: `failed to configure binding: ${params.why}`, reason: 'Invalid' }];
  }
  const compiled = input.cluster.policies.compiled(policy);
  return params.found.flatMap((param) => {
    const values = policyValues({ input, write, resource, param });
    const { denials, faults, annotations } = evaluatePolicy({ spec, compiled, values });
    for (const { key, value } of annotations) {
      bound.notes.set(key, (bound.notes.get(key) ?? new Set()).add(value.slice(0, LONGEST_ANNOTATION)));
    }
    return [
      ...denials.flatMap((denial) => actedOn(denial, bound)),
      ...faults.map((message) => ({ ...names, message, reason: 'Invalid' })),
    ];
  });
}

/** What the binding makes of a denial. */
function actedOn({ index, message, reason }: Denial, { policy, binding, input }: Bound): readonly Refusal[] {
  const actions = memberAt(specOf(binding), 'validationActions');
  const names = { policy: policy.metadata.name ?? '', binding: binding.metadata.name ?? '' };
  const has = (action: string) => isList(actions) && actions.includes(action);
  if (has('Warn')) {
    const by = `ValidatingAdmissionPolicy '${names.policy}' with binding '${names.binding}'`;
    input.warn(`Validation failed for ${by}: ${message}`);
  }
  if (has('Audit')) {
    const failure = { message, ...names, expressionIndex: index, validationActions: actions ?? [] };
    input.annotate(FAILURE, stringifyJson([failure]));
  }
  return has('Deny') ? [{ ...names, message, reason }] : [];
}

const CODES: Readonly<Record<string, number>> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413 };

function refused({ policy, binding, message, reason }: Refusal, { definition, name }: AdmittedWrite): ApiFault {
  const by = binding === undefined ? '' : ` with binding '${binding}'`;
  const why = `ValidatingAdmissionPolicy '${policy}'${by} denied request: ${message}`;
  const { group, plural } = definition;
  const subject = name === '' ? qualified(group, plural) : `${qualified(group, plural)} "${name}"`;
  return new ApiFault({
    code: CODES[reason] ?? 422,
    reason,
    message: `${subject} is forbidden: ${why}`,
    name,
    group,
    kind: plural,
    causes: [{ field: '', message: why, reason: '' }],
  });
}
