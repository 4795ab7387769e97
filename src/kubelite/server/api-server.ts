/** The door of the API: a request comes in, an answer or a stream goes out. Knows no transport; callers in process use it too. */
import { tryParseJson } from '../../base/json/parse.ts';
import { writeYaml } from '../../lang/yaml/write.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { ANONYMOUS, type Identity } from '../authentication/identity.ts';
import { type ActingUser, actingUser } from '../authentication/impersonation.ts';
import { handleDiscovery } from '../discovery/handle-discovery.ts';
import { OpenApiDocuments } from '../openapi/handle-openapi.ts';
import type { Cluster } from '../operations/cluster.ts';
import { prefersYaml } from '../requests/accepted-form.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  type FullAnswer,
  headerOf,
  jsonAnswer,
  textAnswer,
  wholeBody,
} from '../requests/api-request.ts';
import type { AccessControl, CallNotes } from '../requests/call.ts';
import { handleResource } from '../requests/handle-resource.ts';
import { parseResourcePath, type ResourcePath } from '../requests/resource-path.ts';
import { faultAnswer } from '../status/fault-answer.ts';
import { methodNotAllowed, noSuchResource, unauthorized } from '../status/faults.ts';
import { ListSnapshots } from '../storage/list-snapshots.ts';
import { metricsAnswer, servedPaths, tokenIssuerAnswer } from './about-server.ts';
import { checkAccess, checkImpersonation } from './check-access.ts';
import { healthAnswer } from './health-checks.ts';
import { handleOpenPath } from './open-paths.ts';

export interface ApiServerOptions {
  readonly cluster: Cluster;
  readonly access: AccessControl;
  readonly audit?: AuditLog;
}

/** The lists of groups and versions do not look at the method. */
const ANY_METHOD = /^\/apis(\/[^/]+)?\/?$/;

/** A request whose address is understood. */
interface Asked {
  readonly request: ApiRequest;
  readonly url: URL;
  readonly path: ResourcePath | undefined;
  readonly notes: CallNotes;
}

export class ApiServer {
  readonly #options: ApiServerOptions;
  readonly #snapshots: ListSnapshots;
  readonly #openApi: OpenApiDocuments;

  constructor(options: ApiServerOptions) {
    this.#options = options;
    this.#snapshots = new ListSnapshots(options.cluster.clock, options.cluster.store);
    this.#openApi = new OpenApiDocuments(options.cluster.registry);
  }

  /** Never throws: refusals and faults are answers with a Status object. */
  handle(request: ApiRequest): ApiAnswer {
    const received = this.#options.cluster.clock.now();
    const url = new URL(request.url, 'http://kubelite');
    const asked = {
      request,
      url,
      path: parseResourcePath(url.pathname),
      notes: { warnings: [], annotations: new Map() },
    };
    const { user, answer } = this.#serve(asked);
    const { audit } = this.#options;
    if (!audit) return answer;
    const { path, notes } = asked;
    return audit.record({ request, user, received, ...(path && { path }), ...notes }, answer);
  }

  #serve(asked: Asked): { readonly user: Identity; readonly answer: ApiAnswer } {
    let user = ANONYMOUS;
    try {
      const sender = this.#options.access.authenticator.identify(asked.request);
      const acting = actingUser(asked.request, sender);
      user = acting.user;
      return { user, answer: finished(asked, this.#answer(asked, acting)) };
    } catch (error) {
      return { user, answer: finished(asked, faultAnswer(error)) };
    }
  }

  #answer({ request, url, path, notes }: Asked, acting: ActingUser): ApiAnswer {
    const { user } = acting;
    const open = handleOpenPath(request.method, url);
    if (open) return open;
    const { cluster, access } = this.#options;
    // Where roles decide, they do so about nobody as well.
    const nobody = user.groups.includes('system:unauthenticated');
    if (nobody && access.authorizer.mode === 'everyone') throw unauthorized();
    checkImpersonation(access.authorizer, acting);
    const query = url.searchParams;
    checkAccess(access.authorizer, user, {
      method: request.method,
      path: plainPath(url.pathname),
      resource: path,
      query,
    });
    const page = this.#page(request, url);
    if (page) return page;
    if (!path) return this.#nothingAt(url.pathname);
    const definition = cluster.registry.find(path.group, path.version, path.plural);
    if (!definition) return this.#nothingAt(url.pathname);
    const snapshots = this.#snapshots;
    return handleResource({ cluster, access, snapshots, request, query, user, definition, path, notes });
  }

  /** Pages about the server: what is where, how it is, who signs tokens, how much there is. */
  #page(request: ApiRequest, { pathname: path, searchParams }: URL): FullAnswer | undefined {
    const { cluster, access } = this.#options;
    if (path === '/' || path === '/index.html')
      return jsonAnswer(200, JSON.stringify({ paths: servedPaths(cluster.registry.all()) }, null, 2));
    if (path === '/metrics') return metricsAnswer(cluster);
    const unrestricted = healthAnswer(path, searchParams) ?? this.#openApi.handle(request, path);
    if (unrestricted) return unrestricted;
    const read =
      handleDiscovery(request, path, cluster.registry.all()) ?? tokenIssuerAnswer(path, access.authenticator.publicKey);
    if (read && request.method !== 'GET' && !ANY_METHOD.test(path)) throw methodNotAllowed();
    return read;
  }

  /** Groups that are served say in their own words that they have no such thing. */
  #nothingAt(path: string): FullAnswer {
    const [root, group = ''] = path.split('/').filter((part) => part !== '');
    const served = this.#options.cluster.registry.all().some((one) => one.group === group && !one.custom);
    if (root === 'api' || (root === 'apis' && served)) throw noSuchResource();
    const answer = textAnswer(404, '404 page not found\n');
    return { ...answer, headers: { ...answer.headers, 'x-content-type-options': 'nosniff' } };
  }
}

/** The path without escapes, as rules and refusals name it. */
function plainPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** JSON of the API as YAML; all else as it is. */
function inYaml(answer: ApiAnswer): ApiAnswer {
  if (answer.kind !== 'full' || answer.headers['content-type'] !== 'application/json') return answer;
  const value = tryParseJson(wholeBody(answer).toString());
  if (value === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'content-type': 'application/yaml' }, body: writeYaml(value) };
}

/** Nothing is to be kept by those between, unless the answer says so. Each warning is given once. */
function finished({ request, notes: { warnings } }: Asked, given: ApiAnswer): ApiAnswer {
  const answer = prefersYaml(headerOf(request, 'accept')) ? inYaml(given) : given;
  const headers = { 'cache-control': 'no-cache, private', ...answer.headers };
  if (warnings.length === 0) return { ...answer, headers };
  const warning = [...new Set(warnings)].map((text) => `299 - ${JSON.stringify(text)}`);
  return { ...answer, headers: { ...headers, warning } };
}
