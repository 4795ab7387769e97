/** The OpenAPI v3 documents of what is no resource: versions of the API and its groups. */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { SchemaCollection } from './builtin-schemas.ts';
import { OPENAPI_INFO, SECURITY_SCHEMES } from './group-document.ts';

const ANSWERS = ['application/json', 'application/vnd.kubernetes.protobuf', 'application/yaml'];
const OWN_NAMES = ['.well-known/openid-configuration', 'api', 'apis', 'openid/v1/jwks', 'version'];

/** The names of these documents: those of the server itself and of each built-in group. */
export function rootNames(resources: readonly ResourceDefinition[]): readonly string[] {
  const groups = resources.filter(({ group, custom }) => group !== '' && !custom).map(({ group }) => `apis/${group}`);
  return [...new Set([...OWN_NAMES, ...groups])];
}

/** The text of the document of that name; undefined where there is none. */
export function rootDocument(name: string, resources: readonly ResourceDefinition[]): string | undefined {
  return rootNames(resources).includes(name) ? stringifyJson(documentOf(name)) : undefined;
}

/** What is answered, where that is a kind. */
function answerTo(name: string): string | undefined {
  if (name === 'api') return 'meta/v1.APIVersions';
  if (name === 'apis') return 'meta/v1.APIGroupList';
  return name.startsWith('apis/') ? 'meta/v1.APIGroup' : undefined;
}

function documentOf(name: string): JsonObject {
  const schemas = new SchemaCollection();
  const goType = answerTo(name);
  const schema = goType === undefined ? { type: name === 'version' ? 'object' : 'string' } : schemas.refer(goType);
  const types = goType === undefined ? ['application/json'] : ANSWERS;
  const content = Object.fromEntries(types.map((type) => [type, { schema }]));
  const responses = { 200: { description: 'OK', content }, 401: { description: 'Unauthorized' } };
  return {
    openapi: '3.0.0',
    info: OPENAPI_INFO,
    paths: { [`/${name}/`]: { get: { responses } } },
    components: { ...(goType !== undefined && { schemas: schemas.all() }), securitySchemes: SECURITY_SCHEMES },
  };
}
