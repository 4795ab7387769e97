/** The door of the API: a request comes in, an answer or a stream goes out. Knows no transport; callers in process use it too. */
import { AppError } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { causesOf } from '../../kube/object/kube-fault.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import type { Identity } from '../authentication/identity.ts';
import { handleDiscovery } from '../discovery/handle-discovery.ts';
import { OpenApiDocuments } from '../openapi/handle-openapi.ts';
import type { Cluster } from '../operations/cluster.ts';
import { type ApiAnswer, type ApiRequest, type FullAnswer, jsonAnswer, textAnswer } from '../requests/api-request.ts';
import { handleResource } from '../requests/handle-resource.ts';
import { parseResourcePath } from '../requests/resource-path.ts';
import { ApiFault, type FaultDetails, statusOf } from '../status/api-fault.ts';
import { internalError, noSuchResource, unauthorized } from '../status/faults.ts';
import { ListSnapshots } from '../storage/list-snapshots.ts';
import { handleOpenPath } from './open-paths.ts';

export class ApiServer {
  readonly #cluster: Cluster;
  readonly #authenticator: Authenticator;
  readonly #snapshots: ListSnapshots;
  readonly #openApi = new OpenApiDocuments();

  constructor(cluster: Cluster, authenticator: Authenticator) {
    this.#cluster = cluster;
    this.#authenticator = authenticator;
    this.#snapshots = new ListSnapshots(cluster.clock);
  }

  /** Never throws: refusals and faults are answers with a Status object. */
  handle(request: ApiRequest): ApiAnswer {
    try {
      const user = this.#authenticator.identify(request);
      return this.#answer(request, user);
    } catch (error) {
      return faultAnswer(error);
    }
  }

  #answer(request: ApiRequest, user: Identity): ApiAnswer {
    const url = new URL(request.url, 'http://kubelite');
    const open = handleOpenPath(url.pathname);
    if (open) return open;
    if (user.groups.includes('system:unauthenticated')) throw unauthorized();
    const document = this.#document(request, url.pathname);
    if (document) return document;
    const path = parseResourcePath(url.pathname);
    if (!path) return textAnswer(404, '404 page not found\n');
    const definition = this.#cluster.registry.find(path.group, path.version, path.plural);
    if (!definition) throw noSuchResource();
    const { searchParams: query } = url;
    const warnings: string[] = [];
    const answer = handleResource({
      cluster: this.#cluster,
      snapshots: this.#snapshots,
      request,
      query,
      user,
      definition,
      path,
      warnings,
    });
    return warnings.length === 0 ? answer : withWarnings(answer, warnings);
  }

  #document(request: ApiRequest, path: string): FullAnswer | undefined {
    const { registry } = this.#cluster;
    return (
      handleDiscovery(request, path, registry.all()) ??
      this.#openApi.handle(request, path, { revision: registry.revision, resources: () => registry.all() })
    );
  }
}

function withWarnings(answer: ApiAnswer, warnings: readonly string[]): ApiAnswer {
  const warning = warnings.map((text) => `299 - ${JSON.stringify(text)}`);
  return { ...answer, headers: { ...answer.headers, warning } };
}

/** The answer to anything thrown. */
export function faultAnswer(error: unknown): FullAnswer {
  const details = faultDetails(error);
  const answer = jsonAnswer(details.code, `${stringifyJson(statusOf(details))}\n`);
  if (details.retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(details.retryAfterSeconds) } };
}

const CODES: Readonly<Record<string, readonly [code: number, reason: string]>> = {
  'kube.bad-request': [400, 'BadRequest'],
  'kube.conflict': [409, 'Conflict'],
  'kube.invalid': [422, 'Invalid'],
  'kube.too-large': [413, 'RequestEntityTooLarge'],
  'kube.server-error': [500, ''],
};

function faultDetails(error: unknown): FaultDetails {
  if (error instanceof ApiFault) return error.details;
  const known = error instanceof AppError && Object.hasOwn(CODES, error.code) ? CODES[error.code] : undefined;
  if (!known || !(error instanceof AppError))
    return internalError(error instanceof Error ? (error.stack ?? error.message) : String(error)).details;
  const [code, reason] = known;
  return { code, reason, message: error.message, causes: causesOf(error) };
}
