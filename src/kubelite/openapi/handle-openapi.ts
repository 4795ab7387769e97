/** OpenAPI v3: an index of the served groups, and one document per group and version, made when it is asked for. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { taggedAnswer } from '../discovery/handle-discovery.ts';
import { groupsOf } from '../discovery/served-groups.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import { type ApiRequest, type FullAnswer, jsonAnswer } from '../requests/api-request.ts';
import { emptyOpenApiV2 } from './empty-v2.ts';
import { groupDocument } from './group-document.ts';

interface GroupEntry {
  readonly resources: readonly ResourceDefinition[];
  /** Changes exactly when the document does. */
  readonly hash: string;
}

const ROOT = '/openapi/v3';

/** Keeps documents as long as what they describe stays the same. */
export class OpenApiDocuments {
  readonly #registry: ResourceRegistry;
  readonly #documents = new Map<string, { readonly hash: string; readonly text: string }>();
  #entries: ReadonlyMap<string, GroupEntry> = new Map();
  #revision = -1;

  constructor(registry: ResourceRegistry) {
    this.#registry = registry;
  }

  /** Undefined where the path is none of OpenAPI or the group is not served. */
  handle(request: ApiRequest, path: string): FullAnswer | undefined {
    if (path === '/openapi/v2') return emptyOpenApiV2(request);
    if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return undefined;
    const name = path.slice(ROOT.length).replace(/^\//, '');
    if (name === '') return jsonAnswer(200, stringifyJson(this.#index()), 'text/plain; charset=utf-8');
    const text = this.#document(name);
    if (text === undefined) return { kind: 'full', status: 404, headers: {}, body: '' };
    const { 'cache-control': _, ...headers } = taggedAnswer(request, text, 'application/json').headers;
    return { ...taggedAnswer(request, text, 'application/json'), headers };
  }

  #document(name: string): string | undefined {
    const entry = this.#served().get(name);
    if (!entry) return undefined;
    const known = this.#documents.get(name);
    if (known?.hash === entry.hash) return known.text;
    const text = stringifyJson(groupDocument(entry.resources));
    this.#documents.set(name, { hash: entry.hash, text });
    return text;
  }

  #index(): JsonObject {
    const paths = [...this.#served()].map(([path, { hash }]): readonly [string, JsonObject] => [
      path,
      { serverRelativeURL: `${ROOT}/${path}?hash=${hash}` },
    ]);
    return { paths: Object.fromEntries(paths) };
  }

  #served(): ReadonlyMap<string, GroupEntry> {
    if (this.#revision === this.#registry.revision) return this.#entries;
    this.#revision = this.#registry.revision;
    const entries = groupsOf(this.#registry.all()).flatMap(({ name, versions }) =>
      versions.map(({ version, resources }): readonly [string, GroupEntry] => {
        const path = name === '' ? `api/${version}` : `apis/${name}/${version}`;
        return [path, { resources, hash: hashOf(resources) }];
      }),
    );
    this.#entries = new Map(entries);
    return this.#entries;
  }
}

const FORMAT = '1';

function hashOf(resources: readonly ResourceDefinition[]): string {
  const hash = createHash('sha512').update(FORMAT);
  for (const { plural, kind, verbs, schema } of resources) {
    hash.update(`\n${plural} ${kind} ${verbs.join(' ')} `);
    if (schema) hash.update(stringifyJson(schema));
  }
  return hash.digest('hex').toUpperCase();
}
