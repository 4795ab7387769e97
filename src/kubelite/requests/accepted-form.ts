/** Which form of an answer a client takes: the Accept header is an ordered list of alternatives. */
import { notAcceptable, nothingAcceptable } from '../status/faults.ts';

/** `full` objects, only their metadata (`partial`), or a `table` of cells. */
export interface AcceptedForm {
  readonly view: 'full' | 'partial' | 'table';
  /** The meta.k8s.io version of a view. */
  readonly version: string;
  readonly format: 'json' | 'yaml';
  /** Of a partial view: whether that of a list was asked for. */
  readonly listed?: boolean;
}

const PLAIN: AcceptedForm = { view: 'full', version: 'v1', format: 'json' };
const KNOWN = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];

/** What is asked for: how the types are told that would do. */
export interface FormOptions {
  readonly watch?: boolean;
  readonly list?: boolean;
  /** It has no columns: a Table is no form of it. */
  readonly untabled?: boolean;
  /** A document of the API about itself. */
  readonly plain?: boolean;
}

/** The first form in the list that we can give; 406 where there is none. */
export function acceptedForm(
  accept: string | undefined,
  { watch = false, list = false, plain = false, untabled = false }: FormOptions = {},
): AcceptedForm {
  if (accept === undefined || accept.trim() === '') return PLAIN;
  for (const alternative of accept.split(',')) {
    const form = formOf(alternative);
    if (form && !(watch && form.format === 'yaml') && !(untabled && form.view === 'table')) return form;
  }
  const types = accept.split(',').map((alternative) => mediaType(alternative).type);
  throw plain || types.some((type) => KNOWN.includes(type))
    ? notAcceptable(watch ? STREAMS : KNOWN)
    : nothingAcceptable(watch || list ? [...KNOWN, ...STREAMS] : KNOWN);
}

/** True where the answer is to be YAML: the first known type of the list is. */
export function prefersYaml(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((alternative) => mediaType(alternative).type);
  return types.find((type) => isJson(type) || KNOWN.includes(type)) === 'application/yaml';
}

function formOf(alternative: string): AcceptedForm | undefined {
  const { type, parameters } = mediaType(alternative);
  const format = type === 'application/yaml' ? 'yaml' : isJson(type) ? 'json' : undefined;
  if (!format) return undefined;
  const as = parameters.get('as');
  if (as === undefined) return { ...PLAIN, format };
  const version = parameters.get('v') ?? 'v1';
  if (parameters.get('g') !== 'meta.k8s.io' || !['v1', 'v1beta1'].includes(version)) return undefined;
  if (as === 'Table') return { view: 'table', version, format };
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList'
    ? { view: 'partial', version, format, listed: as === 'PartialObjectMetadataList' }
    : undefined;
}

function isJson(type: string): boolean {
  return type === 'application/json' || type === '*/*';
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
