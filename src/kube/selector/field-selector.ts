/** Field selectors (`metadata.name=a,status.phase!=Running`), and which fields each built-in kind can be selected by. */
import type { AppError } from '../../base/errors.ts';
import { type Json, memberAt } from '../../base/json-value.ts';
import { quote } from '../../lang/go-value/text/quote.ts';
import { isBuiltinKind } from '../builtin/resources.ts';
import { kubeFault } from '../object/kube-fault.ts';

export interface FieldRequirement {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

export type FieldSelector = readonly FieldRequirement[];

/** Besides name and namespace. Source: the server's registry strategies and its refusals of other labels. */
const SELECTABLE: Readonly<Record<string, readonly string[]>> = {
  'v1 Pod': [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  'v1 Event': [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  'events.k8s.io/v1 Event': [
    'regarding.kind',
    'regarding.namespace',
    'regarding.name',
    'regarding.uid',
    'regarding.apiVersion',
    'regarding.resourceVersion',
    'regarding.fieldPath',
    'reason',
    'reportingController',
    'type',
  ],
  'v1 Namespace': ['status.phase'],
  'v1 Node': ['spec.unschedulable'],
  'v1 ReplicationController': ['status.replicas'],
  'v1 Secret': ['type'],
  'v1 Service': ['spec.clusterIP', 'spec.type'],
  'batch/v1 Job': ['status.successful'],
  'certificates.k8s.io/v1 CertificateSigningRequest': ['spec.signerName'],
};

/** Fields whose place in the object is another than their name says. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'status.successful': ['status', 'succeeded'],
  source: ['source', 'component'],
  // Events are kept as the core group has them.
  reportingController: ['reportingComponent'],
};

/**
 * Parses the text form; a backslash keeps the next character of a value. Throws `kube.bad-request` with the server's message. Source:
 * apimachinery `fields.ParseSelector`, which reads the terms in byte order.
 */
export function parseFieldSelector(text: string): FieldSelector {
  const terms = splitTerms(text).filter((term) => term !== '');
  return terms
    .toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    .flatMap((term) => {
      const [, field = '', operator = '', value = ''] = /^(.*?)(!=|==|=)(.*)$/s.exec(term) ?? [];
      if (operator === '') throw noSelector(`invalid selector: '${text}'; can't understand '${term}'`);
      // A term of nothing selects everything.
      if (field === '' && value === '') return [];
      return [{ field, equal: operator !== '!=', value: unescaped(value) }];
    });
}

function splitTerms(text: string): readonly string[] {
  return text.match(/(?:\\.|[^\\,]|\\$)+/gs) ?? [];
}

function unescaped(value: string): string {
  const pieces = value.match(/\\.?|./gsu) ?? [];
  return pieces.map(unescapedPiece).join('');
}

function unescapedPiece(piece: string): string {
  if (piece === ',' || piece === '=') {
    throw noSelector(`invalid field selector: unescaped character in value: ${piece.charCodeAt(0)}`);
  }
  if (!piece.startsWith('\\')) return piece;
  const kept = piece.slice(1);
  if (kept !== '' && '\\,='.includes(kept)) return kept;
  throw noSelector(`invalid field selector: invalid escape sequence: ${piece}`);
}

function noSelector(message: string): AppError {
  return kubeFault({ code: 'kube.bad-request', message });
}

/**
 * Refuses fields by which objects of this kind cannot be selected (`kube.bad-request`). `extra` are the selectableFields of
 * a custom resource.
 */
export function checkFieldSelector(
  selector: FieldSelector,
  apiVersion: string,
  kind: string,
  extra: readonly string[] = [],
): void {
  const key = `${apiVersion} ${kind}`;
  const own = Object.hasOwn(SELECTABLE, key) ? SELECTABLE[key] : undefined;
  const allowed = ['metadata.name', 'metadata.namespace', ...(own ?? []), ...extra];
  for (const { field } of selector) {
    if (allowed.includes(field)) continue;
    // Kinds with conversion functions of their own answer another sentence than those with the common one.
    const special = own !== undefined || !isBuiltinKind(apiVersion, kind);
    const message = special
      ? `field label not supported: ${field}`
      : `${quote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
    throw kubeFault({ code: 'kube.bad-request', message });
  }
}

/** True where the object's fields fulfil every requirement; an absent field counts as the empty text (or `0`, `false`). */
export function matchesFields(selector: FieldSelector, object: Json): boolean {
  return selector.every(({ field, equal, value }) => (fieldText(object, field) === value) === equal);
}

function fieldText(object: Json, field: string): string {
  const place = Object.hasOwn(PLACES, field) ? PLACES[field] : undefined;
  const found = memberAt(object, ...(place ?? field.replace(/^regarding\./, 'involvedObject.').split('.')));
  if (found === undefined || found === null) return ABSENT[field] ?? '';
  return typeof found === 'object' ? JSON.stringify(found) : String(found);
}

const ABSENT: Readonly<Record<string, string>> = {
  'spec.unschedulable': 'false',
  'spec.hostNetwork': 'false',
  'status.replicas': '0',
  'status.successful': '0',
};
