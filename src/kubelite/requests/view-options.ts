/** How the answer to a call is to be shown. */
import type { ViewOptions } from '../printing/object-views.ts';
import { acceptedForm } from './accepted-form.ts';
import { headerOf } from './api-request.ts';
import type { Call } from './call.ts';

/** Throws 406 where the client takes nothing that we can give. */
export function viewOptionsOf(call: Call): ViewOptions {
  const include = call.query.get('includeObject');
  return {
    definition: call.definition,
    form: acceptedForm(headerOf(call.request, 'accept')),
    now: call.cluster.clock.now(),
    includeObject: include === 'None' || include === 'Object' ? include : 'Metadata',
  };
}
