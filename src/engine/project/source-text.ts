/** Sources as messages show them: Go's print of the structure, with the generated texts of its parts (source of Argo CD 3.6). */
import {
  type ApplicationSource,
  applicationSourceDirectory,
  applicationSourceHelm,
  applicationSourceKustomize,
  applicationSourcePlugin,
} from '../../api/application/source-fields.ts';
import type { AnyStruct, Member, Shape } from '../../api/schema/field.ts';
import { sortedKeys } from '../../base/json/byte-order.ts';
import type { Json } from '../../base/json-value.ts';
import { writeYaml } from '../../lang/yaml/write.ts';

type Members = Readonly<Record<string, unknown>>;

/** Keys whose Go names are more than the key with a capital. */
const GO_NAMES: Readonly<Record<string, string>> = {
  apiVersions: 'APIVersions',
  tlas: 'TLAs',
  resId: 'KustomizeResId',
  gvk: 'KustomizeGvk',
  string: 'String_',
};
/** What Go keeps pointers to in its lists. */
const LISTED_BY_POINTER = new Set(['EnvEntry']);

/** The whole source, its members in Go's order without their names. */
export function sourceText(source: ApplicationSource): string {
  const { repoURL = '', path = '', targetRevision = '', chart = '', ref = '', name = '', tagPrefix = '' } = source;
  const tools = [
    pointerText(applicationSourceHelm, source.helm),
    pointerText(applicationSourceKustomize, source.kustomize),
    pointerText(applicationSourceDirectory, source.directory),
    pointerText(applicationSourcePlugin, source.plugin),
  ];
  return `{${[repoURL, path, targetRevision, ...tools, chart, ref, name, tagPrefix].join(' ')}}`;
}

function pointerText(struct: AnyStruct, value: unknown): string {
  return isMembers(value) ? `&${valueText(struct, value)}` : 'nil';
}

function valueText(struct: AnyStruct, value: Members): string {
  const members = struct.wire.map((member) => `${goName(member.key)}:${memberText(member, value)},`);
  return `${struct.name}{${members.join('')}}`;
}

function memberText({ key, field }: Member, owner: Members): string {
  const { shape, rule, embedded } = field;
  const value = embedded && shape.kind === 'struct' ? embeddedOf(shape.struct, owner) : owner[key];
  if (shape.kind === 'struct') {
    return rule === 'pointer'
      ? pointerText(shape.struct, value)
      : valueText(shape.struct, isMembers(value) ? value : {});
  }
  if (rule === 'pointer' && shape.kind === 'text') return typeof value === 'string' ? `*${value}` : 'nil';
  return shapeText(shape, value);
}

/** What of the owner belongs to a struct that Go embeds; undefined where nothing does. */
function embeddedOf(struct: AnyStruct, owner: Members): Members | undefined {
  return struct.members.some(({ key }) => isGiven(owner[key])) ? owner : undefined;
}

function shapeText(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'list':
      return listText(shape.of, Array.isArray(value) ? value : []);
    case 'map':
      return mapText(shape.of, isMembers(value) ? value : {});
    case 'flag':
      return String(value === true);
    case 'intOrString':
      return typeof value === 'string' ? `{1 0 ${value}}` : `{0 ${value ?? 0} }`;
    case 'rawObject':
      return isGiven(value) ? `&runtime.RawExtension{${writeYaml(value as Json).replace(/\n$/, '')}}` : 'nil';
    default:
      return isGiven(value) ? String(value) : '';
  }
}

function listText(of: Shape, items: readonly unknown[]): string {
  if (of.kind !== 'struct') return `[${items.map((item) => shapeText(of, item)).join(' ')}]`;
  const mark = LISTED_BY_POINTER.has(of.struct.name);
  const texts = items.map((item) => `${mark ? '&' : ''}${valueText(of.struct, isMembers(item) ? item : {})},`);
  return `[]${mark ? '*' : ''}${of.struct.name}{${texts.join('')}}`;
}

function mapText(of: Shape, members: Members): string {
  const texts = sortedKeys(members).map((key) => `${key}: ${shapeText(of, members[key])},`);
  return `map[string]${of.kind === 'flag' ? 'bool' : 'string'}{${texts.join('')}}`;
}

function goName(key: string): string {
  return GO_NAMES[key] ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
