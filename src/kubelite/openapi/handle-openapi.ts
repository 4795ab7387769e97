/** OpenAPI v3: an index of the served groups, and one document per group and version. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { taggedAnswer } from '../discovery/handle-discovery.ts';
import { groupsOf } from '../discovery/served-groups.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { ApiRequest, FullAnswer } from '../requests/api-request.ts';
import { groupDocument } from './group-document.ts';

/** Keeps the documents until the served resources change. */
export class OpenApiDocuments {
  #revision = -1;
  #documents = new Map<string, string>();

  /** Undefined where the path is none of OpenAPI or the group is not served. */
  handle(
    request: ApiRequest,
    path: string,
    served: { readonly revision: number; readonly resources: () => readonly ResourceDefinition[] },
  ): FullAnswer | undefined {
    if (!path.startsWith('/openapi/v3')) return undefined;
    this.#refresh(served);
    const name = path.slice('/openapi/v3'.length).replace(/^\//, '');
    if (name === '') return taggedAnswer(request, this.#index(), 'application/json');
    const document = this.#documents.get(name);
    return document === undefined ? undefined : taggedAnswer(request, document, 'application/json');
  }

  #refresh(served: { readonly revision: number; readonly resources: () => readonly ResourceDefinition[] }): void {
    if (served.revision === this.#revision) return;
    this.#revision = served.revision;
    const documents = groupsOf(served.resources()).flatMap(({ name, versions }) =>
      versions.map(({ version, resources }): readonly [string, string] => {
        const path = name === '' ? `api/${version}` : `apis/${name}/${version}`;
        return [path, stringifyJson(groupDocument(resources))];
      }),
    );
    this.#documents = new Map(documents);
  }

  #index(): JsonObject {
    const paths = [...this.#documents].map(([path, text]): readonly [string, JsonObject] => {
      const hash = createHash('sha512').update(text).digest('hex').toUpperCase();
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
    });
    return { paths: Object.fromEntries(paths) };
  }
}
