/** OpenAPI: v3 as an index and one document per group and version, v2 as one of everything; made when they are asked for. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { etagOf } from '../discovery/handle-discovery.ts';
import { groupsOf } from '../discovery/served-groups.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import { acceptClauses } from '../requests/accept-clauses.ts';
import { type ApiRequest, type FullAnswer, headerOf, jsonAnswer } from '../requests/api-request.ts';
import { conditionalAnswer } from './conditional-answer.ts';
import { encodeOpenApiV2 } from './encode-v2.ts';
import { groupDocument } from './group-document.ts';
import { rootDocument, rootNames } from './root-documents.ts';
import { openApiV2 } from './v2-document.ts';

interface GroupEntry {
  readonly resources: readonly ResourceDefinition[];
  /** Changes exactly when the document does. */
  readonly hash: string;
}

/** The v2 document and its encodings, as far as somebody asked for them. */
interface Version2 {
  readonly revision: number;
  readonly document: JsonObject;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

const V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
/** The subtypes of `application` that stand for a form of a document. */
const DOCUMENT_TYPE = /^(?:\*|json|com\.github\.proto-openapi\.\S+protobuf)$/;
const ROOT = '/openapi/v3';

/** Keeps documents as long as what they describe stays the same. */
export class OpenApiDocuments {
  readonly #registry: ResourceRegistry;
  readonly #documents = new Map<string, { readonly hash: string; readonly text: string }>();
  #entries: ReadonlyMap<string, GroupEntry> = new Map();
  #revision = -1;
  #old: Version2 | undefined;

  constructor(registry: ResourceRegistry) {
    this.#registry = registry;
  }

  /** Undefined where the path is none of OpenAPI or the group is not served. */
  handle(request: ApiRequest, path: string): FullAnswer | undefined {
    if (path === '/openapi/v2') return this.#version2(request);
    if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return undefined;
    if (path === ROOT) return jsonAnswer(200, stringifyJson(this.#index()), 'text/plain; charset=utf-8');
    const text = this.#document(path.slice(ROOT.length + 1));
    if (text === undefined) return { kind: 'full', status: 404, headers: {}, body: '' };
    const accept = headerOf(request, 'accept') || '*/*';
    // Nothing is sent to those who name no type at all.
    if (acceptClauses(accept).length === 0) return { kind: 'full', status: 200, headers: {}, body: '' };
    if (!takesDocument(accept)) {
      return { kind: 'full', status: 406, headers: { vary: 'Accept' }, body: '' };
    }
    return conditionalAnswer(request, text, {
      'content-type': 'application/json',
      vary: 'Accept',
      etag: etagOf(text),
    });
  }

  /** Made when it is asked for, and again when the served resources changed; in protobuf for older clients. */
  #version2(request: ApiRequest): FullAnswer {
    const accept = headerOf(request, 'accept') || '*/*';
    if (this.#old?.revision !== this.#registry.revision) {
      const groups = [...this.#served().values()].map(({ resources }) => resources);
      this.#old = { revision: this.#registry.revision, document: openApiV2(groups) };
    }
    const { document } = this.#old;
    if (!takesDocument(accept)) {
      return { kind: 'full', status: 406, headers: { vary: 'Accept-Encoding, Accept' }, body: '' };
    }
    const wantsProtobuf = accept.includes('+protobuf');
    const made = wantsProtobuf ? this.#old.bytes : this.#old.text;
    const body = made ?? (wantsProtobuf ? encodeOpenApiV2(document) : stringifyJson(document));
    this.#old = typeof body === 'string' ? { ...this.#old, text: body } : { ...this.#old, bytes: body };
    return conditionalAnswer(request, body, {
      'content-type': wantsProtobuf ? V2_PROTOBUF : 'application/json',
      vary: 'Accept-Encoding, Accept',
      etag: etagOf(body),
    });
  }

  #document(name: string): string | undefined {
    const entry = this.#served().get(name);
    if (!entry) return rootDocument(name, this.#registry.all());
    const known = this.#documents.get(name);
    if (known?.hash === entry.hash) return known.text;
    const text = stringifyJson(groupDocument(entry.resources));
    this.#documents.set(name, { hash: entry.hash, text });
    return text;
  }

  #index(): JsonObject {
    const roots = rootNames(this.#registry.all()).map((name) => [name, textHash(name)] as const);
    const groups = [...this.#served()].map(([path, { hash }]) => [path, hash] as const);
    const paths = [...roots, ...groups]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([path, hash]): readonly [string, JsonObject] => [
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

function takesDocument(accept: string): boolean {
  return acceptClauses(accept).some(
    ({ type, subtype }) => (type === 'application' || type === '*') && DOCUMENT_TYPE.test(subtype),
  );
}

const FORMAT = '2';

function textHash(text: string): string {
  return createHash('sha512').update(`${FORMAT}\n${text}`).digest('hex').toUpperCase();
}

function hashOf(resources: readonly ResourceDefinition[]): string {
  const hash = createHash('sha512').update(FORMAT);
  for (const { plural, kind, verbs, schema } of resources) {
    hash.update(`\n${plural} ${kind} ${verbs.join(' ')} `);
    if (schema) hash.update(stringifyJson(schema));
  }
  return hash.digest('hex').toUpperCase();
}
