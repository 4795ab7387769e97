/** Reading calls of the Kubernetes protocol, each one exchange. */
import { hasCode } from '../../base/errors.ts';
import { type JsonObject, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Discovery, ListOptions, ListPage, ObjectAddress, ResourceType } from '../../ports/kube.ts';
import { kubeObject, listPage, readKnownObject, readObject } from './answers.ts';
import { type Ask, type Call, describe } from './ask.ts';
import { DISCOVERY_ACCEPT, discoverAll } from './discovery.ts';
import { collectionPath, objectPath, withQuery } from './paths.ts';

export interface ServerVersion {
  readonly gitVersion: string;
  readonly major: string;
  readonly minor: string;
}

export async function readVersion(ask: Ask, signal?: AbortSignal): Promise<ServerVersion> {
  const answer = await readJson(ask, { method: 'GET', path: '/version', verb: 'version', signal });
  return {
    gitVersion: textAt(answer, 'gitVersion') ?? '',
    major: textAt(answer, 'major') ?? '',
    minor: textAt(answer, 'minor') ?? '',
  };
}

export function readDiscovery(ask: Ask, signal?: AbortSignal): Promise<Discovery> {
  const headers = { accept: DISCOVERY_ACCEPT };
  return discoverAll((path) => readJson(ask, { method: 'GET', path, verb: 'discover', headers, signal }));
}

/** The document of one group and version: its path is fixed, so the index of documents need not be read. */
export function readOpenApi(ask: Ask, path: string, signal?: AbortSignal): Promise<JsonObject | undefined> {
  return orUndefined(readJson(ask, { method: 'GET', path: `/openapi/v3/${path}`, verb: 'openapi', signal }));
}

export function readOne(ask: Ask, address: ObjectAddress, signal?: AbortSignal): Promise<KubeObject | undefined> {
  const call: Call = { method: 'GET', path: objectPath(address), verb: 'get', type: address.type, signal };
  return orUndefined(askObject(ask, call));
}

export async function readPage(ask: Ask, type: ResourceType, options: ListOptions): Promise<ListPage> {
  const { namespace = '', signal, ...rest } = options;
  const path = withQuery(collectionPath(type, namespace), { ...rest });
  const call: Call = { method: 'GET', path, verb: 'list', type, signal };
  return listPage(await readJson(ask, call), describe(call));
}

/** Sends a call whose answer is one Kubernetes object. */
export async function askObject(ask: Ask, call: Call): Promise<KubeObject> {
  return kubeObject(await readKnownObject(await ask(call), describe(call)), describe(call));
}

/** Undefined where the promise fails with `kube.not-found`. */
export async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (hasCode(error, 'kube.not-found')) return undefined;
    throw error;
  }
}

async function readJson(ask: Ask, call: Call): Promise<JsonObject> {
  return readObject(await ask(call), describe(call));
}
