/** One request to a resource, understood: who asks for what. Handlers take a call and give an answer. */
import type { Authenticator } from '../authentication/authenticator.ts';
import type { Identity } from '../authentication/identity.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import { roleGuard } from '../authorization/guard-roles.ts';
import { checkSigner } from '../operations/certificate-requests.ts';
import type { Cluster } from '../operations/cluster.ts';
import type { WriteOptions } from '../operations/write-options.ts';
import { policyAdmission } from '../policies/admit-by-policies.ts';
import type { Admit } from '../policies/admitted-write.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { ListSnapshots } from '../storage/list-snapshots.ts';
import { type ApiRequest, headerOf } from './api-request.ts';
import { MANAGER_LIMIT } from './check-options.ts';
import type { ResourcePath } from './resource-path.ts';

/** Who is who and who may what. */
export interface AccessControl {
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
}

/** What the handling of a call leaves for others to read. */
export interface CallNotes {
  /** Texts of Warning headers. */
  readonly warnings: string[];
  /** Annotations of the event in the audit log. */
  readonly annotations: Map<string, string>;
  /** The name of an object that was created, or was to be. */
  createdName?: string;
}

export interface Call {
  readonly access: AccessControl;
  readonly cluster: Cluster;
  readonly snapshots: ListSnapshots;
  readonly request: ApiRequest;
  readonly query: URLSearchParams;
  readonly user: Identity;
  readonly definition: ResourceDefinition;
  readonly path: ResourcePath;
  readonly notes: CallNotes;
}

/** What a write is to do, by a query that was judged. */
export function writeOptionsOf(call: Call, kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'): WriteOptions {
  const manager = call.query.get('fieldManager') ?? '';
  const { user, definition, path } = call;
  const guard = roleGuard({
    authorizer: call.access.authorizer,
    user,
    definition,
    namespace: path.namespace,
    name: path.name,
  });
  return {
    ...(guard && { guard }),
    dryRun: isDryRun(call.query),
    manager: manager || agentName(headerOf(call.request, 'user-agent')),
    warn: (message) => call.notes.warnings.push(message),
    admit: admissionOf(call, kind),
  };
}

/** The judge of a call's writes by the policies of the cluster. */
export function admissionOf(call: Call, kind: string): Admit {
  const named = ['fieldManager', 'fieldValidation'].flatMap((name) => {
    const value = call.query.get(name);
    return value ? [[name, value] as const] : [];
  });
  const dryRun = call.query.getAll('dryRun');
  const options = {
    kind,
    apiVersion: 'meta.k8s.io/v1',
    ...(dryRun.length > 0 && { dryRun }),
    ...Object.fromEntries(named),
  };
  const { cluster, user } = call;
  const warn = (message: string) => {
    if (!call.notes.warnings.includes(message)) call.notes.warnings.push(message);
  };
  // What is noted first stays.
  const annotate = (key: string, value: string) => {
    if (!call.notes.annotations.has(key)) call.notes.annotations.set(key, value);
  };
  const { authorizer } = call.access;
  const judge = policyAdmission({ cluster, user, options, warn, annotate, authorizer });
  return (write) => {
    checkSigner(authorizer, user, write);
    judge(write);
  };
}

/** True where nothing is to be stored. */
export function isDryRun(query: URLSearchParams): boolean {
  return query.getAll('dryRun').length > 0;
}

/** Without a field manager the name of the client program owns the fields. */
function agentName(agent: string | undefined): string {
  return (agent ?? 'unknown').split('/')[0]?.slice(0, MANAGER_LIMIT) || 'unknown';
}
