/** Answers discovery requests, in the form the client prefers, with an ETag. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { acceptedForm, mediaType } from '../requests/accepted-form.ts';
import { type ApiRequest, type FullAnswer, headerOf, jsonAnswer } from '../requests/api-request.ts';
import { checkRoute } from '../requests/check-route.ts';
import { methodNotAllowed } from '../status/faults.ts';
import { aggregatedDiscovery } from './aggregated-discovery.ts';
import { coreVersions, groupDocument, groupList, versionDocument } from './legacy-discovery.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Undefined where the path is none of discovery or the group is not served. */
export function handleDiscovery(
  request: ApiRequest,
  path: string,
  resources: readonly ResourceDefinition[],
): FullAnswer | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const [root, group = '', version = ''] = parts;
  if (root !== 'api' && root !== 'apis') return undefined;
  if (path === '/apis/') return documentAnswer(request, groupList(resources));
  if (parts.length === 1) return rootAnswer(request, root, resources);
  if (root === 'api')
    return parts.length === 2 ? routedAnswer(request, versionDocument(resources, '', group)) : undefined;
  if (parts.length === 2) return documentAnswer(request, groupDocument(resources, group));
  if (parts.length !== 3) return undefined;
  const custom = resources.some((one) => one.group === group && one.custom);
  const document = versionDocument(resources, group, version);
  return custom ? documentAnswer(request, document) : routedAnswer(request, document);
}

function rootAnswer(request: ApiRequest, root: 'api' | 'apis', resources: readonly ResourceDefinition[]): FullAnswer {
  if (root === 'api') checkMethod(request);
  if (!prefersAggregated(headerOf(request, 'accept') ?? '')) {
    return root === 'api' ? routedAnswer(request, coreVersions()) : documentAnswer(request, groupList(resources));
  }
  return taggedAnswer(request, aggregatedDiscovery(resources, root), AGGREGATED);
}

/** True where the list has the aggregated form, wherever in it. */
function prefersAggregated(accept: string): boolean {
  return accept.split(',').some((alternative) => {
    const { type, parameters } = mediaType(alternative);
    const names = ['g', 'v', 'as'].map((name) => parameters.get(name));
    return type === 'application/json' && names.join() === 'apidiscovery.k8s.io,v2,APIGroupDiscoveryList';
  });
}

function checkMethod({ method }: ApiRequest): void {
  if (method !== 'GET') throw methodNotAllowed();
}

/** A document that has a route: throws 405 for other methods than GET and 406 where the client takes nothing of it. */
function routedAnswer(request: ApiRequest, document: JsonObject): FullAnswer;
function routedAnswer(request: ApiRequest, document: JsonObject | undefined): FullAnswer | undefined;
function routedAnswer(request: ApiRequest, document: JsonObject | undefined): FullAnswer | undefined {
  if (document === undefined) return undefined;
  checkMethod(request);
  checkRoute(request, {});
  return documentAnswer(request, document);
}

/** Throws 406 where the client takes no plain form. */
function documentAnswer(request: ApiRequest, document: JsonObject): FullAnswer;
function documentAnswer(request: ApiRequest, document: JsonObject | undefined): FullAnswer | undefined;
function documentAnswer(request: ApiRequest, document: JsonObject | undefined): FullAnswer | undefined {
  if (document === undefined) return undefined;
  acceptedForm(headerOf(request, 'accept'), { plain: true });
  return jsonAnswer(200, `${stringifyJson(document)}\n`);
}

/** A document with its hash as ETag; 304 where the client says that it has it already. */
export function taggedAnswer(request: ApiRequest, document: JsonObject, type: string): FullAnswer {
  const body = `${stringifyJson(document)}\n`;
  const etag = etagOf(body);
  const kept = { etag, vary: 'Accept', 'cache-control': 'public' };
  if (headerOf(request, 'if-none-match') === etag) return { kind: 'full', status: 304, headers: kept, body: '' };
  return { kind: 'full', status: 200, headers: { 'content-type': type, ...kept }, body };
}

/** The hash of a document, quoted. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`;
}
