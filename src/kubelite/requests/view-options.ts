/** How the answer to a call is to be shown. */
import type { ViewOptions } from '../printing/object-views.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest } from '../status/faults.ts';
import { type AcceptedForm, acceptedForm, acceptedStream } from './accepted-form.ts';
import { headerOf } from './api-request.ts';
import type { Call } from './call.ts';

/**
 * The form of an answer that was made. Throws 406 where the client takes nothing that we can give, or wants the metadata of one
 * object as that of a list or the other way round; 400 for a Table with rows of no known sort.
 */
export function viewOptionsOf(call: Call, of: 'list' | 'object'): ViewOptions {
  const view = viewIn(call, acceptedForm(headerOf(call.request, 'accept')));
  checkListed(view, of);
  return view;
}

/** The same for the events of a watch. Lists of metadata are not told there: objects are told as they are. */
export function watchViewOf(call: Call): ViewOptions {
  const form = acceptedStream(headerOf(call.request, 'accept'));
  return viewIn(call, form.view === 'partial' && form.listed ? { ...form, view: 'full' } : form);
}

function checkListed({ form, definition }: ViewOptions, of: 'list' | 'object'): void {
  if (form.view !== 'partial' || form.listed === undefined || form.listed === (of === 'list')) return;
  const { custom, group, kind, listKind } = definition;
  const scheme = group === '' ? 'core' : (group.split('.')[0] ?? '');
  if (form.listed) {
    const type = custom ? '*unstructured.Unstructured' : `*${scheme}.${kind}`;
    throw wrongView(`you requested PartialObjectMetadataList, but the requested object is not a list (${type})`);
  }
  const type = custom ? '*unstructured.UnstructuredList' : `*${scheme}.${listKind}`;
  throw wrongView(`you requested PartialObjectMetadata, but the requested object is a list (${type})`);
}

function wrongView(message: string): ApiFault {
  return new ApiFault({ code: 406, reason: 'NotAcceptable', message });
}

/** Throws 400 for a Table with rows of no known sort. */
export function checkIncluded(call: Call): void {
  const { view } = acceptedForm(headerOf(call.request, 'accept'));
  const include = call.query.get('includeObject') ?? '';
  if (view !== 'table' || ['', 'None', 'Metadata', 'Object'].includes(include)) return;
  const why = `includeObject: Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw badRequest(`Unable to convert to Table as requested: ${why}`);
}

function viewIn(call: Call, form: AcceptedForm): ViewOptions {
  checkIncluded(call);
  const include = call.query.get('includeObject');
  return {
    definition: call.definition,
    form,
    now: call.cluster.clock.now(),
    includeObject: include === 'None' || include === 'Object' ? include : 'Metadata',
  };
}
