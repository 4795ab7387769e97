/** Approval, denial and failure of requests for certificates. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, forbidden, invalid, required, unsupported } from './causes.ts';
import { goShape } from './go-shape.ts';
import { unifiedDiff } from './unified-diff.ts';

const PATH = 'status.conditions';
const FINAL = ['Approved', 'Denied', 'Failed'];
const DECISIONS = ['Approved', 'Denied'];

function conditionsOf(request: JsonObject): readonly JsonObject[] {
  const list = memberAt(request, 'status', 'conditions');
  return isList(list) ? list.filter(isObject) : [];
}

function ofType(request: JsonObject, type: string): readonly JsonObject[] {
  return conditionsOf(request).filter((one) => one['type'] === type);
}

/** Causes for the conditions as they are, and as they were changed by this subresource. */
export function certificateCauses(object: JsonObject, old: JsonObject, subresource: string): readonly FieldCause[] {
  return [
    ...conditionsCauses(object),
    ...contentCauses(object, old),
    ...FINAL.filter((type) => ofType(object, type).length < ofType(old, type).length).map((type) =>
      forbidden(PATH, `updates may not remove a condition of type ${JSON.stringify(type)}`),
    ),
    ...(subresource === 'approval' ? [] : DECISIONS.flatMap((type) => decided(object, old, type))),
    ...certificate(object, old, subresource),
  ];
}

function conditionsCauses(object: JsonObject): readonly FieldCause[] {
  const seen = new Set<string>();
  return conditionsOf(object).flatMap((one, index) => {
    const type = textAt(one, 'type') ?? '';
    const other = DECISIONS.find((decision) => decision !== type) ?? '';
    const both = DECISIONS.includes(type) && seen.has(other);
    const twice = seen.has(type) ? [duplicate(`${PATH}[${index}].type`, type)] : [];
    seen.add(type);
    return [
      ...conditionCauses(one, `${PATH}[${index}]`),
      ...(both ? [invalid(PATH, type, 'Approved and Denied conditions are mutually exclusive')] : []),
      ...twice,
    ];
  });
}

function conditionCauses(one: JsonObject, field: string): readonly FieldCause[] {
  const [type, status] = [textAt(one, 'type') ?? '', textAt(one, 'status') ?? ''];
  const known = FINAL.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
  const wrong = known.includes(status) ? [] : [unsupported(`${field}.status`, status, known)];
  return [
    ...(type === '' ? [required(`${field}.type`)] : []),
    ...(status === '' ? [required(`${field}.status`)] : wrong),
  ];
}

const BLOCK = /-----BEGIN ([^-\n]+)-----\n([\s\S]*?)-----END \1-----/g;

/** Certificates are blocks of PEM; what is in them is not looked into. */
function contentCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [next, before] = [object, old].map((one) => textAt(one, 'status', 'certificate') ?? '');
  if (!next || next === before) return [];
  const why = pemFault([...atob(next).matchAll(BLOCK)]);
  return why === undefined ? [] : [invalid('status.certificate', '<certificate data>', why)];
}

function pemFault(blocks: readonly RegExpMatchArray[]): string | undefined {
  for (const [, type = '', content = ''] of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(type)}`;
    if (content.includes(':')) return 'no PEM block headers are permitted';
  }
  return blocks.length === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined;
}

/** Who may not decide changes no decision. */
function decided(object: JsonObject, old: JsonObject, type: string): readonly FieldCause[] {
  const [next, before] = [ofType(object, type), ofType(old, type)];
  const quoted = JSON.stringify(type);
  if (next.length < before.length) return [];
  if (next.length > before.length) return [forbidden(PATH, `updates may not add a condition of type ${quoted}`)];
  if (jsonEqual(next, before)) return [];
  const shown = (list: readonly JsonObject[]) =>
    JSON.stringify(
      list.map((one) => goShape(one, 'certificates/v1.CertificateSigningRequestCondition')),
      null,
      1,
    );
  return [
    forbidden(PATH, `updates may not modify a condition of type ${quoted}\n${unifiedDiff(shown(before), shown(next))}`),
  ];
}

function certificate(object: JsonObject, old: JsonObject, subresource: string): readonly FieldCause[] {
  const [next, before] = [object, old].map((one) => textAt(one, 'status', 'certificate') ?? '');
  if (next === before) return [];
  const field = 'status.certificate';
  if (subresource !== 'status') return [forbidden(field, 'updates may not set certificate content')];
  return before === '' ? [] : [forbidden(field, 'updates may not modify existing certificate content')];
}
