/** The options of lists and watches, read from a query and judged. Source: apimachinery `ListOptions` and its validation. */
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import { badRequest, invalid } from '../status/faults.ts';

export interface ListOptions {
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly match: string;
  readonly bookmarks: boolean;
  /** Undefined where the request does not say. */
  readonly sendInitialEvents: boolean | undefined;
  /** 0 for no bound. */
  readonly timeoutSeconds: number;
}

/** Throws 400 for what is no number, 422 for what does not go together. */
export function listOptionsOf(query: URLSearchParams, { watch }: { readonly watch: boolean }): ListOptions {
  const options = {
    limit: integerOf(query.get('limit')) ?? 0,
    continue: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    match: query.get('resourceVersionMatch') ?? '',
    bookmarks: booleanOf(query.get('allowWatchBookmarks')) ?? false,
    sendInitialEvents: booleanOf(query.get('sendInitialEvents')),
    timeoutSeconds: integerOf(query.get('timeoutSeconds')) ?? 0,
  };
  const causes = watch ? watchCauses(options) : listCauses(options);
  if (causes.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', causes);
  return options;
}

/** A member of a query as a whole number. Throws 400 with Go's sentence. */
export function integerOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** Everything but `false` and `0` is true. Source: `Convert_Slice_string_To_bool` of apimachinery. */
export function booleanOf(text: string | null): boolean | undefined {
  return text === null ? undefined : text.toLowerCase() !== 'false' && text !== '0';
}

function listCauses({
  match,
  resourceVersion,
  continue: token,
  sendInitialEvents,
}: ListOptions): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  if (match !== '') {
    if (resourceVersion === '') causes.push(matchForbidden('is forbidden unless resourceVersion is provided'));
    if (token !== '') causes.push(matchForbidden('is forbidden when continue is provided'));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      causes.push(unsupportedMatch(match, '"Exact", "NotOlderThan", ""'));
    if (match === 'Exact' && resourceVersion === '0') {
      causes.push(matchForbidden('"exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (sendInitialEvents !== undefined) {
    causes.push(forbiddenOption('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return causes;
}

function watchCauses({ match, continue: token, sendInitialEvents }: ListOptions): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    const why = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
    causes.push(forbiddenOption('resourceVersionMatch', why));
  }
  if (match === '') return causes;
  if (sendInitialEvents === undefined) {
    causes.push(matchForbidden('is forbidden for watch unless sendInitialEvents is provided'));
  }
  if (match !== 'NotOlderThan') causes.push(unsupportedMatch(match, '"NotOlderThan"'));
  if (token !== '') causes.push(matchForbidden('is forbidden when continue is provided'));
  return causes;
}

function matchForbidden(why: string): FieldCause {
  return forbiddenOption('resourceVersionMatch', `resourceVersionMatch ${why}`);
}

function forbiddenOption(field: string, why: string): FieldCause {
  return { field, message: `Forbidden: ${why}`, reason: 'FieldValueForbidden' };
}

function unsupportedMatch(match: string, supported: string): FieldCause {
  const message = `Unsupported value: ${JSON.stringify(match)}: supported values: ${supported}`;
  return { field: 'resourceVersionMatch', message, reason: 'FieldValueNotSupported' };
}
