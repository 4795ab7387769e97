/** The OpenAPI v3 documents of what is no resource: versions of the API and its groups. */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

/** The text of `version`, `api`, `apis` or `apis/<group>` of a built-in group; undefined for any other name. */
export function rootDocument(name: string, resources: readonly ResourceDefinition[]): string | undefined {
  const [root, group, ...rest] = name.split('/');
  const known = name === 'version' || name === 'api' || name === 'apis';
  const ofGroup = root === 'apis' && rest.length === 0 && resources.some((one) => one.group === group && !one.custom);
  return known || ofGroup ? stringifyJson(documentOf(`/${name}${name === 'version' ? '' : '/'}`)) : undefined;
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
