/** The door of the API: a request comes in, an answer or a stream goes out. Knows no transport; callers in process use it too. */
import type { AuditLog } from '../audit/audit-log.ts';
import { ANONYMOUS, type Identity } from '../authentication/identity.ts';
import { type ActingUser, actingUser } from '../authentication/impersonation.ts';
import { handleDiscovery } from '../discovery/handle-discovery.ts';
import { OpenApiDocuments } from '../openapi/handle-openapi.ts';
import type { Cluster } from '../operations/cluster.ts';
import { answerForm, refusalForm } from '../requests/accepted-form.ts';
import { type Address, addressOf } from '../requests/address.ts';
import { answerStyle, inStyle } from '../requests/answer-style.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  type FullAnswer,
  headerOf,
  jsonAnswer,
  textAnswer,
} from '../requests/api-request.ts';
import type { AccessControl, CallNotes } from '../requests/call.ts';
import { handleResource, verbOf } from '../requests/handle-resource.ts';
import { parseResourcePath, type ResourcePath } from '../requests/resource-path.ts';
import { faultAnswer } from '../status/fault-answer.ts';
import { methodNotAllowed, noSuchResource, unauthorized } from '../status/faults.ts';
import { ListSnapshots } from '../storage/list-snapshots.ts';
import { metricsAnswer, servedPaths, tokenIssuerAnswer } from './about-server.ts';
import { checkAccess, checkImpersonation } from './check-access.ts';
import { checkTimeout, type TimedRequest } from './check-timeout.ts';
import { healthAnswer } from './health-checks.ts';
import { handleOpenPath } from './open-paths.ts';

export interface ApiServerOptions {
  readonly cluster: Cluster;
  readonly access: AccessControl;
  readonly audit?: AuditLog;
}

/** A watch of nothing. */
const NO_RESOURCE = /^\/+(?:api|apis\/[^/]+)\/[^/]+\/(?:watch|proxy)\/*$/;

function unknownPlace({ url }: ApiRequest, place: string): FullAnswer {
  const why = `failed to create RequestInfo: unable to determine kind and namespace from url, ${url}`;
  return textAnswer(500, `Internal Server Error: ${JSON.stringify(place)}: ${why}\n`);
}

/** A request whose address is understood. */
interface Asked {
  readonly request: ApiRequest;
  readonly address: Address;
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
    const address = addressOf(request.url);
    if (address === undefined) return textAnswer(400, '400 Bad Request');
    if (NO_RESOURCE.test(address.path)) return unknownPlace(request, address.path);
    const asked = {
      request,
      address,
      path: parseResourcePath(address.path),
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
      checkTimeout(timingOf(asked));
      const sender = this.#options.access.authenticator.identify(asked.request);
      const acting = actingUser(asked.request, sender);
      user = acting.user;
      return { user, answer: finished(asked, this.#answer(asked, acting)) };
    } catch (error) {
      return { user, answer: finished(asked, faultAnswer(error)) };
    }
  }

  #answer({ request, address, path, notes }: Asked, acting: ActingUser): ApiAnswer {
    const { user } = acting;
    const { query, path: place } = address;
    const { cluster, access } = this.#options;
    const nobody = user.groups.includes('system:unauthenticated');
    // Nobody may read them, and do nothing else.
    const open = nobody && request.method !== 'GET' ? undefined : handleOpenPath(request, address);
    if (open) return open;
    // Where roles decide, they do so about nobody as well.
    if (nobody && access.authorizer.mode === 'everyone') throw unauthorized();
    checkImpersonation(access.authorizer, acting);
    checkAccess(access.authorizer, user, {
      method: request.method,
      path: place,
      resource: path,
      query,
      annotations: notes.annotations,
    });
    const page = this.#page(request, address);
    if (page) return page;
    if (place.startsWith('//')) return textAnswer(404, '404 page not found\n');
    if (!path || path.proxy) return this.#nothingAt(place);
    const definition = cluster.registry.find(path.group, path.version, path.plural);
    if (!definition) return this.#nothingAt(place);
    const snapshots = this.#snapshots;
    return handleResource({ cluster, access, snapshots, request, query, user, definition, path, notes });
  }

  /** Pages about the server: what is where, how it is, who signs tokens, how much there is. */
  #page(request: ApiRequest, { path, query }: Address): FullAnswer | undefined {
    const { cluster, access } = this.#options;
    if (path === '/' || path === '/index.html')
      return jsonAnswer(200, JSON.stringify({ paths: servedPaths(cluster.registry.all()) }, null, 2));
    if (path === '/metrics') return metricsAnswer(cluster);
    const unrestricted = healthAnswer(path, query) ?? this.#openApi.handle(request, path);
    if (unrestricted) return unrestricted;
    const issuer = tokenIssuerAnswer(path, access.authenticator.publicKey);
    if (issuer && request.method !== 'GET') throw methodNotAllowed();
    return issuer ?? handleDiscovery(request, path, cluster.registry.all());
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

function timingOf({ request, address, path }: Asked): TimedRequest {
  const { query } = address;
  const watch = path !== undefined && verbOf(request.method, path, query) === 'watch';
  return { query, watch, subresource: path?.subresource ?? '' };
}

/** Nothing is to be kept by those between, unless the answer says so. Each warning is given once. */
function finished({ request, address, notes: { warnings } }: Asked, given: ApiAnswer): ApiAnswer {
  const accept = headerOf(request, 'accept');
  // Documents outside of the API are as they are.
  const known = given.status >= 400 || /^\/apis?(?:\/|$)/.test(address.path);
  const form = given.status >= 400 ? refusalForm(accept) : answerForm(accept);
  const answer = known ? inStyle(given, answerStyle(request, address.query, form)) : given;
  const headers = { 'cache-control': 'no-cache, private', ...answer.headers };
  if (warnings.length === 0) return { ...answer, headers };
  const warning = [...new Set(warnings)].map((text) => `299 - ${JSON.stringify(text)}`);
  return { ...answer, headers: { ...headers, warning } };
}
