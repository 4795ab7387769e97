/** Answers discovery requests, in the form the client prefers, with an ETag. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { acceptedForm, mediaType } from '../requests/accepted-form.ts';
import { type ApiRequest, type FullAnswer, headerOf, jsonAnswer } from '../requests/api-request.ts';
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
  if (parts.length === 1) return rootAnswer(request, root, resources);
  if (root === 'api')
    return parts.length === 2 ? documentAnswer(request, versionDocument(resources, '', group)) : undefined;
  if (parts.length === 2) return documentAnswer(request, groupDocument(resources, group));
  return parts.length === 3 ? documentAnswer(request, versionDocument(resources, group, version)) : undefined;
}

function rootAnswer(request: ApiRequest, root: 'api' | 'apis', resources: readonly ResourceDefinition[]): FullAnswer {
  if (!prefersAggregated(headerOf(request, 'accept') ?? '')) {
    return documentAnswer(request, root === 'api' ? coreVersions() : groupList(resources));
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

/** Throws 406 where the client takes no plain form. */
function documentAnswer(request: ApiRequest, document: JsonObject): FullAnswer;
function documentAnswer(request: ApiRequest, document: JsonObject | undefined): FullAnswer | undefined;
function documentAnswer(request: ApiRequest, document: JsonObject | undefined): FullAnswer | undefined {
  if (document === undefined) return undefined;
  acceptedForm(headerOf(request, 'accept'), { plain: true });
  return jsonAnswer(200, `${stringifyJson(document)}\n`);
}

/** A document with its hash as ETag; 304 where the client has it already. */
export function taggedAnswer(
  request: ApiRequest,
  document: JsonObject | string | Uint8Array,
  type: string,
): FullAnswer {
  const isMade = typeof document === 'string' || document instanceof Uint8Array;
  const body = isMade ? document : `${stringifyJson(document)}\n`;
  const etag = `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`;
  const kept = { etag, vary: 'Accept', 'cache-control': 'public' };
  if (headerOf(request, 'if-none-match') === etag) return { kind: 'full', status: 304, headers: kept, body: '' };
  const headers = { 'content-type': type, ...kept };
  return { kind: 'full', status: 200, headers, body };
}
