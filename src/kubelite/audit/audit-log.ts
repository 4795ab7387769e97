/** Who asked for what: events of audit.k8s.io/v1 at level Metadata, one JSON line each. */

import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { Identity } from '../authentication/identity.ts';
import { type Cluster, newUuid } from '../operations/cluster.ts';
import { addressOf } from '../requests/address.ts';
import { type ApiAnswer, type ApiRequest, headerOf } from '../requests/api-request.ts';
import { verbOf } from '../requests/handle-resource.ts';
import type { ResourcePath } from '../requests/resource-path.ts';
import { responseStatusOf } from './response-status.ts';

/** Takes one line without its end. */
export type AuditSink = (line: string) => void;

export interface AuditedRequest {
  readonly request: ApiRequest;
  readonly user: Identity;
  readonly received: number;
  /** Absent for paths that are none of a resource. */
  readonly path?: ResourcePath;
  /** The name of a created object, which no path holds. */
  readonly createdName?: string;
  /** What authorization and admission noted. */
  readonly annotations?: ReadonlyMap<string, string>;
}

const BODY: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
};

export class AuditLog {
  readonly #cluster: Cluster;
  readonly #sink: AuditSink;

  constructor(cluster: Cluster, sink: AuditSink) {
    this.#cluster = cluster;
    this.#sink = sink;
  }

  /** Notes a request and its answer; of a stream its start and, by the answer returned, its end. */
  record(audited: AuditedRequest, answer: ApiAnswer): ApiAnswer {
    const event = this.#eventOf(audited, responseStatusOf(answer));
    if (answer.kind === 'full') {
      this.#write(event, 'ResponseComplete');
      return answer;
    }
    return {
      ...answer,
      start: (sink) => {
        this.#write(event, 'ResponseStarted');
        let done = false;
        const complete = (): void => {
          if (!done) this.#write(event, 'ResponseComplete');
          done = true;
        };
        const end = (): void => {
          complete();
          sink.end();
        };
        const { flow } = sink;
        const stop = answer.start({ write: (chunk) => sink.write(chunk), end, ...(flow && { flow }) });
        return () => {
          stop();
          complete();
        };
      },
    };
  }

  #eventOf(audited: AuditedRequest, responseStatus: JsonObject): JsonObject {
    const { request, user, path } = audited;
    const query = addressOf(request.url)?.query ?? new URLSearchParams();
    const agent = headerOf(request, 'user-agent');
    const verb = path ? verbOf(request.method, path, query) : BODY[request.method];
    return {
      auditID: newUuid(this.#cluster.entropy),
      requestURI: request.url,
      verb: verb ?? request.method.toLowerCase(),
      user: userOf(user.impersonator ?? user),
      ...(user.impersonator && { impersonatedUser: userOf(user) }),
      sourceIPs: ['127.0.0.1'],
      ...(agent !== undefined && { userAgent: agent }),
      ...(path && { objectRef: referenceOf(path, audited.createdName) }),
      responseStatus,
      requestReceivedTimestamp: microTime(audited.received),
      ...(audited.annotations?.size && { annotations: Object.fromEntries(audited.annotations) }),
    };
  }

  #write(event: JsonObject, stage: string): void {
    const { auditID, ...rest } = event;
    const head = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'Metadata', auditID, stage };
    this.#sink(stringifyJson({ ...head, ...rest, stageTimestamp: microTime(this.#cluster.clock.now()) }));
  }
}

function userOf({ username, uid, groups, extra }: Identity): JsonObject {
  return { username, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) };
}

function referenceOf(path: ResourcePath, createdName = ''): JsonObject {
  const { plural: resource, namespace, group: apiGroup, version: apiVersion, subresource } = path;
  const name = path.name || createdName;
  return {
    resource,
    ...(namespace && { namespace }),
    // A namespace is in itself, as a server has it.
    ...(resource === 'namespaces' && apiGroup === '' && name && { namespace: name }),
    ...(name && { name }),
    ...(apiGroup && { apiGroup }),
    apiVersion,
    ...(subresource && { subresource }),
  };
}

function microTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, -1)}000Z`;
}
