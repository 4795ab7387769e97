/** The OpenAPI v3 documents of what is no resource: versions of the API and its groups. */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { SchemaCollection } from './builtin-schemas.ts';
import { OPENAPI_INFO, SECURITY_SCHEMES } from './group-document.ts';
import { capitalised, groupWords } from './operation.ts';

const ANSWERS = ['application/json', 'application/vnd.kubernetes.protobuf', 'application/yaml'];
const OWN_NAMES = ['.well-known/openid-configuration', 'api', 'apis', 'openid/v1/jwks', 'version'];

/** The names of these documents: those of the server itself and of each built-in group. */
export function rootNames(resources: readonly ResourceDefinition[]): readonly string[] {
  const groups = resources.filter(({ group, custom }) => group !== '' && !custom).map(({ group }) => `apis/${group}`);
  return [...new Set([...OWN_NAMES, ...groups])];
}

/** The text of the document of that name; undefined where there is none. */
export function rootDocument(name: string, resources: readonly ResourceDefinition[]): string | undefined {
  return rootNames(resources).includes(name) ? stringifyJson(rootDocumentOf(name)) : undefined;
}

/** One operation: how it is called and grouped, and what it answers. */
interface Read {
  readonly operationId: string;
  readonly tag: string;
  /** A Go type, or a schema of its own by name; text where there is neither. */
  readonly answer?: readonly [name: string, schema?: JsonObject];
  readonly types: readonly string[];
}

const VERSION_TEXTS = [
  ...['buildDate', 'compiler', 'emulationMajor', 'emulationMinor', 'gitCommit', 'gitTreeState', 'gitVersion'],
  ...['goVersion', 'major', 'minCompatibilityMajor', 'minCompatibilityMinor', 'minor', 'platform'],
];
const ALWAYS_THERE = [
  ...['major', 'minor', 'gitVersion', 'gitCommit', 'gitTreeState', 'buildDate', 'goVersion', 'compiler', 'platform'],
];
const VERSION_SCHEMA: JsonObject = {
  type: 'object',
  required: ALWAYS_THERE,
  properties: Object.fromEntries(
    VERSION_TEXTS.map((name) => [name, { type: 'string', ...(ALWAYS_THERE.includes(name) && { default: '' }) }]),
  ),
};

const READS: Readonly<Record<string, Read>> = {
  '.well-known/openid-configuration': {
    operationId: 'getServiceAccountIssuerOpenIDConfiguration',
    tag: 'WellKnown',
    types: ['application/json'],
  },
  api: { operationId: 'getCoreAPIVersions', tag: 'core', answer: ['meta/v1.APIVersions'], types: ANSWERS },
  apis: { operationId: 'getAPIVersions', tag: 'apis', answer: ['meta/v1.APIGroupList'], types: ANSWERS },
  'openid/v1/jwks': {
    operationId: 'getServiceAccountIssuerOpenIDKeyset',
    tag: 'openid',
    types: ['application/jwk-set+json'],
  },
  version: {
    operationId: 'getCodeVersion',
    tag: 'version',
    answer: ['io.k8s.apimachinery.pkg.version.Info', VERSION_SCHEMA],
    types: ['application/json'],
  },
};

function readOf(name: string): Read {
  const known = Object.hasOwn(READS, name) ? READS[name] : undefined;
  if (known) return known;
  const words = groupWords(name.slice('apis/'.length));
  return { operationId: `get${capitalised(words)}APIGroup`, tag: words, answer: ['meta/v1.APIGroup'], types: ANSWERS };
}

/** The document of that name, which is one of `rootNames`. */
export function rootDocumentOf(name: string): JsonObject {
  const schemas = new SchemaCollection();
  const { operationId, tag, answer, types } = readOf(name);
  const schema = answer === undefined ? { type: 'string' } : schemas.refer(...answer);
  const content = Object.fromEntries(types.map((type) => [type, { schema }]));
  const responses = { 200: { description: 'OK', content }, 401: { description: 'Unauthorized' } };
  return {
    openapi: '3.0.0',
    info: OPENAPI_INFO,
    paths: { [`/${name}/`]: { get: { tags: [tag], operationId, responses } } },
    components: { ...(answer !== undefined && { schemas: schemas.all() }), securitySchemes: SECURITY_SCHEMES },
  };
}
