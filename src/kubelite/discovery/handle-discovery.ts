/** Answers discovery requests, in the form the client prefers, with an ETag. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { mediaType } from '../requests/accepted-form.ts';
import { type ApiRequest, type FullAnswer, headerOf } from '../requests/api-request.ts';
import { aggregatedDiscovery } from './aggregated-discovery.ts';
import { coreVersions, groupDocument, groupList, versionDocument } from './legacy-discovery.ts';

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
  const version = aggregatedVersion(headerOf(request, 'accept') ?? '');
  if (version === undefined) {
    return taggedAnswer(request, root === 'api' ? coreVersions() : groupList(resources), 'application/json');
  }
  const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  return taggedAnswer(request, aggregatedDiscovery(resources, root, version), type);
}

/** The first version of the aggregated form in the list, unless plain JSON comes before it. */
function aggregatedVersion(accept: string): string | undefined {
  for (const alternative of accept.split(',')) {
    const { type, parameters } = mediaType(alternative);
    if (type !== 'application/json') continue;
    if (parameters.get('g') !== 'apidiscovery.k8s.io') return undefined;
    const version = parameters.get('v') ?? '';
    if (['v2', 'v2beta1'].includes(version) && parameters.get('as') === 'APIGroupDiscoveryList') return version;
  }
  return undefined;
}

function documentAnswer(request: ApiRequest, document: JsonObject | undefined): FullAnswer | undefined {
  return document && taggedAnswer(request, document, 'application/json');
}

/** A document with its hash as ETag; 304 where the client has it already. */
export function taggedAnswer(request: ApiRequest, document: JsonObject | string, type: string): FullAnswer {
  const body = typeof document === 'string' ? document : `${stringifyJson(document)}\n`;
  const etag = `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`;
  const headers = { 'content-type': type, etag, vary: 'Accept', 'cache-control': 'public' };
  if (headerOf(request, 'if-none-match') === etag) return { kind: 'full', status: 304, headers, body: '' };
  return { kind: 'full', status: 200, headers, body };
}
