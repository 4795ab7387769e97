/** Which form of an answer a client takes: the Accept header is an ordered list of alternatives. */
import { notAcceptable } from '../status/faults.ts';
import { acceptClauses } from './accept-clauses.ts';

/** `full` objects, only their metadata (`partial`), or a `table` of cells. */
export interface AcceptedForm {
  readonly view: 'full' | 'partial' | 'table';
  /** The meta.k8s.io version of a view. */
  readonly version: string;
  readonly format: 'json' | 'yaml';
  /** It is for people to read. */
  readonly pretty: boolean;
  /** Of a partial view: whether that of a list was asked for. */
  readonly listed?: boolean;
}

const PLAIN: AcceptedForm = { view: 'full', version: 'v1', format: 'json', pretty: false };
/** As refusals name them; we answer in the first two. */
export const KNOWN_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
const FORMATS = ['json', 'yaml'] as const;

/** What may be asked for besides plain objects. */
export interface FormOptions {
  /** It has no columns: a Table is no form of it. */
  readonly untabled?: boolean;
  /** Documents and faults are shown as they are. */
  readonly plain?: boolean;
}

/** The first form in the list that we can give. Throws 406 where there is none. */
export function acceptedForm(accept: string | undefined, options: FormOptions = {}): AcceptedForm {
  const form = formOf(accept, options);
  if (form === undefined) throw notAcceptable(KNOWN_TYPES);
  return form;
}

/** The same for the events of a watch, which are not told in YAML. */
export function acceptedStream(accept: string | undefined): AcceptedForm {
  const form = acceptedForm(accept);
  if (form.format === 'yaml') throw notAcceptable(STREAMS);
  return form;
}

/** The form in which a client takes a refusal; JSON where it takes none that we have. */
export function refusalForm(accept: string | undefined): AcceptedForm {
  return formOf(accept, { plain: true }) ?? PLAIN;
}

/** The form in which a client takes what it asked for; JSON where it takes none that we have. */
export function answerForm(accept: string | undefined): AcceptedForm {
  return formOf(accept, {}) ?? PLAIN;
}

/** Source: `NegotiateMediaTypeOptions` of the API server. */
function formOf(accept: string | undefined, options: FormOptions): AcceptedForm | undefined {
  if (accept === undefined || accept === '') return PLAIN;
  for (const { type, subtype, parameters } of acceptClauses(accept)) {
    for (const format of FORMATS) {
      const fits = type === 'application' ? subtype === format || subtype === '*' : type === '*' && subtype === '*';
      const form = fits ? formIn(format, parameters, options) : undefined;
      if (form) return form;
    }
  }
  return undefined;
}

function formIn(
  format: AcceptedForm['format'],
  parameters: ReadonlyMap<string, string>,
  { plain = false, untabled = false }: FormOptions,
): AcceptedForm | undefined {
  const stream = parameters.get('stream') ?? '';
  if (stream !== '' && (format === 'yaml' || stream !== 'watch')) return undefined;
  if (parameters.has('sv')) return undefined;
  const pretty = parameters.get('pretty') === '1';
  if (!['as', 'g', 'v'].some((name) => parameters.has(name))) return { ...PLAIN, format, pretty };
  if (plain) return undefined;
  const [as, version = ''] = [parameters.get('as'), parameters.get('v')];
  if (parameters.get('g') !== 'meta.k8s.io' || !['v1', 'v1beta1'].includes(version)) return undefined;
  if (as === 'Table') return untabled ? undefined : { view: 'table', version, format, pretty };
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList'
    ? { view: 'partial', version, format, pretty, listed: as === 'PartialObjectMetadataList' }
    : undefined;
}

export interface MediaType {
  /** In lower case, without parameters. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Splits `application/json;as=Table;v=v1`. */
export function mediaType(text: string): MediaType {
  const [type = '', ...rest] = text.split(';');
  const pairs = rest.map((pair) => pair.split('=', 2).map((part) => part.trim()));
  const parameters = new Map(pairs.map(([key = '', value = '']) => [key, value]));
  return { type: type.trim().toLowerCase(), parameters };
}
