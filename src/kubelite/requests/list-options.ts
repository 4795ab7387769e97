/** The options of lists and watches, read from a query and judged. Source: apimachinery `ListOptions` and its validation. */
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import { type FieldSelector, parseFieldSelector } from '../../kube/selector/field-selector.ts';
import { type LabelSelector, parseLabelSelector } from '../../kube/selector/label-selector.ts';
import { quote } from '../../lang/go-value/text/quote.ts';
import { badRequest } from '../status/faults.ts';
import { refuseOptions } from './check-options.ts';

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
  readonly labels: LabelSelector;
  readonly fields: FieldSelector;
}

/** In the order of a server: throws 400 for what is no number or no selector, 422 for what does not go together. */
export function listOptionsOf(query: URLSearchParams): ListOptions {
  const watch = booleanOf(query.get('watch')) ?? false;
  const options = readOptions(query);
  const meant = watch ? withInitialEvents(options) : options;
  refuseOptions('ListOptions', watch ? watchCauses(meant) : listCauses(meant));
  return meant;
}

/** The name of the one object that a list selects; undefined for other lists and for options that are wrong. */
export function selectedName(query: URLSearchParams): string | undefined {
  try {
    return readOptions(query).fields.find(({ field, equal }) => field === 'metadata.name' && equal)?.value;
  } catch {
    return undefined;
  }
}

function readOptions(query: URLSearchParams): ListOptions {
  const timeoutSeconds = integerOf(query.get('timeoutSeconds')) ?? 0;
  return {
    timeoutSeconds,
    limit: integerOf(query.get('limit')) ?? 0,
    continue: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    match: query.get('resourceVersionMatch') ?? '',
    bookmarks: booleanOf(query.get('allowWatchBookmarks')) ?? false,
    sendInitialEvents: booleanOf(query.get('sendInitialEvents')),
    labels: parseLabelSelector(query.get('labelSelector') ?? ''),
    fields: parseFieldSelector(query.get('fieldSelector') ?? ''),
  };
}

/** A watch from nowhere begins with the state of now. Source: `SetListOptionsDefaults`. */
function withInitialEvents(options: ListOptions): ListOptions {
  const { resourceVersion, match, sendInitialEvents } = options;
  if (sendInitialEvents !== undefined || match !== '' || !['', '0'].includes(resourceVersion)) return options;
  return { ...options, sendInitialEvents: true, match: 'NotOlderThan' };
}

const INTEGERS = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/** A member of a query as a whole number. Throws 400 with Go's sentence. */
export function integerOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const why = (what: string) => badRequest(`strconv.ParseInt: parsing ${quote(text)}: ${what}`);
  if (!/^[-+]?\d+$/.test(text)) throw why('invalid syntax');
  const value = BigInt(text.replace(/^\+/, ''));
  if (value < INTEGERS.least || value > INTEGERS.most) throw why('value out of range');
  return Number(value);
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
  const message = `Unsupported value: ${quote(match)}: supported values: ${supported}`;
  return { field: 'resourceVersionMatch', message, reason: 'FieldValueNotSupported' };
}
