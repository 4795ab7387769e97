/** How the answer to a call is to be shown. */
import type { ViewOptions } from '../printing/object-views.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest } from '../status/faults.ts';
import { type AcceptedForm, acceptedForm } from './accepted-form.ts';
import { headerOf } from './api-request.ts';
import type { Call } from './call.ts';

/** Throws 406 where the client takes nothing that we can give. */
export function viewOptionsOf(call: Call): ViewOptions {
  return viewIn(
    call,
    acceptedForm(headerOf(call.request, 'accept'), { list: call.path.name === '' && call.request.method === 'GET' }),
  );
}

/** Metadata of one object is not asked for as that of a list, nor the other way round. Throws 406. */
export function checkView({ form, definition }: ViewOptions, of: 'list' | 'object'): void {
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

/** The same for the events of a watch. */
export function watchViewOf(call: Call): ViewOptions {
  return viewIn(call, acceptedForm(headerOf(call.request, 'accept'), { watch: true }));
}

function viewIn(call: Call, form: AcceptedForm): ViewOptions {
  const include = call.query.get('includeObject') ?? '';
  if (form.view === 'table' && !['', 'None', 'Metadata', 'Object'].includes(include)) {
    const why = `includeObject: Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`;
    throw badRequest(`Unable to convert to Table as requested: ${why}`);
  }
  return {
    definition: call.definition,
    form,
    now: call.cluster.clock.now(),
    includeObject: include === 'None' || include === 'Object' ? include : 'Metadata',
  };
}
