/** The OpenAPI v3 documents of what is no resource: versions of the API and its groups. */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

const OWN_NAMES = ['.well-known/openid-configuration', 'api', 'apis', 'openid/v1/jwks', 'version'];

/** The names of these documents: those of the server itself and of each built-in group. */
export function rootNames(resources: readonly ResourceDefinition[]): readonly string[] {
  const groups = resources.filter(({ group, custom }) => group !== '' && !custom).map(({ group }) => `apis/${group}`);
  return [...new Set([...OWN_NAMES, ...groups])];
}

/** The text of the document of that name; undefined where there is none. */
export function rootDocument(name: string, resources: readonly ResourceDefinition[]): string | undefined {
  return rootNames(resources).includes(name) ? stringifyJson(documentOf(`/${name}/`)) : undefined;
}

function documentOf(path: string): JsonObject {
  const content = { 'application/json': { schema: { type: 'object' } } };
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.35.4' },
    paths: { [path]: { get: { responses: { 200: { description: 'OK', content } } } } },
    components: { schemas: {} },
  };
}
