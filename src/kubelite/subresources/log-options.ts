/** What a request for a log asks for. Source: PodLogOptions of the API reference; the words are those of recorded answers. */
import type { Instant } from '../../base/clock.ts';
import { timeFault } from '../../kube/builtin/scalars.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import { booleanOf } from '../requests/list-options.ts';
import { badRequest, invalid } from '../status/faults.ts';

export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly sinceSeconds?: number;
  readonly sinceTime?: Instant;
  readonly tailLines?: number;
  readonly limitBytes?: number;
}

/** The options of a query about a pod's log. Throws 400 for values that can't be read and 422 for those that make no sense. */
export function logOptionsOf(query: URLSearchParams, pod: string): LogOptions {
  const sinceSeconds = wholeNumber(query.get('sinceSeconds'));
  const sinceTime = timeOf(query.get('sinceTime'));
  const tailLines = wholeNumber(query.get('tailLines'));
  const limitBytes = wholeNumber(query.get('limitBytes'));
  const options = {
    container: query.get('container') ?? '',
    follow: booleanOf(query.get('follow')) ?? false,
    previous: booleanOf(query.get('previous')) ?? false,
    timestamps: booleanOf(query.get('timestamps')) ?? false,
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(sinceTime !== undefined && { sinceTime }),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
  };
  const causes = causesOf(options, query.has('stream'));
  if (causes.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, pod, causes);
  return options;
}

function causesOf(
  { tailLines = 0, limitBytes = 1, sinceSeconds, sinceTime }: LogOptions,
  stream: boolean,
): readonly FieldCause[] {
  const unlike = (field: string, value: number, detail: string): FieldCause => {
    return { field, message: `Invalid value: ${value}: ${detail}`, reason: 'FieldValueInvalid' };
  };
  const forbidden = (field: string, detail: string): FieldCause => {
    return { field, message: `Forbidden: ${detail}`, reason: 'FieldValueForbidden' };
  };
  const both = sinceSeconds !== undefined && sinceTime !== undefined;
  return [
    ...(tailLines < 0 ? [unlike('tailLines', tailLines, 'must be greater than or equal to 0')] : []),
    ...(limitBytes < 1 ? [unlike('limitBytes', limitBytes, 'must be greater than 0')] : []),
    ...(both ? [forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified')] : []),
    ...(!both && sinceSeconds !== undefined && sinceSeconds < 1
      ? [unlike('sinceSeconds', sinceSeconds, 'must be greater than 0')]
      : []),
    // Streams apart are a feature that has to be switched on.
    ...(stream ? [forbidden('stream', 'may not be specified')] : []),
  ];
}

const LARGEST = 2n ** 63n;

function wholeNumber(text: string | null): number | undefined {
  if (text === null) return undefined;
  const shown = `strconv.ParseInt: parsing ${JSON.stringify(text)}`;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`${shown}: invalid syntax`);
  const value = BigInt(text.replace(/^\+/, ''));
  if (value >= LARGEST || value < -LARGEST) throw badRequest(`${shown}: value out of range`);
  return Number(value);
}

/** Source: `Time.UnmarshalQueryParameter` of apimachinery. */
function timeOf(text: string | null): Instant | undefined {
  if (text === null) return undefined;
  if (text === '' || text === 'null') return Number.NEGATIVE_INFINITY;
  const fault = timeFault(text);
  if (fault !== undefined) throw badRequest(fault);
  return Date.parse(text);
}
