/** What is wrong with a request before its body is read: types that are sent and taken, options. In the order of a server's handlers. */
import { badRequest } from '../status/faults.ts';
import { acceptedForm } from './accepted-form.ts';
import { headerOf } from './api-request.ts';
import type { Call } from './call.ts';
import { checkWriteOptions } from './check-options.ts';
import { checkRoute } from './check-route.ts';
import type { Verb } from './handle-resource.ts';
import { checkPatchType, PATCH_TYPES, patchTypeOf } from './patch-types.ts';
import { sentType } from './sent-type.ts';

/** Answers of these are no objects of a list, which have columns. */
const UNTABLED = ['token', 'eviction', 'binding', 'log', 'ephemeralcontainers', 'resize'];
/** Statuses of which a server makes no Table, though their kinds have columns. Source: its answers. */
const UNTABLED_STATUSES = ['apiservices', 'customresourcedefinitions', 'resourceclaims'];

/** Throws 400 for an object without a name, 406 and 415 for types, 422 for options. */
export function checkRequest(call: Call, verb: Verb): void {
  const { definition, path, request, query } = call;
  const patch = verb === 'patch' ? patchTypeOf(call) : undefined;
  if (!definition.custom) {
    const log = path.subresource === 'log' ? { answered: ['text/plain'] } : {};
    const streams = verb === 'list' || verb === 'watch';
    checkRoute(request, { ...log, streams, ...(patch !== undefined && { sent: PATCH_TYPES }) });
  }
  if (patch !== undefined) checkPatchType(patch, definition);
  if (path.name === '' && (verb === 'update' || verb === 'patch')) throw badRequest('name must be provided');
  const untabled =
    !definition.verbs.includes('list') ||
    UNTABLED.includes(path.subresource) ||
    (!definition.custom && path.subresource === 'status' && UNTABLED_STATUSES.includes(path.plural));
  // Lists look at their options first.
  if (verb !== 'list' && verb !== 'watch') acceptedForm(headerOf(request, 'accept'), { untabled });
  if (verb === 'create') sentType(request);
  if (verb === 'create') checkWriteOptions(query, 'CreateOptions');
  if (verb === 'update') checkWriteOptions(query, 'UpdateOptions');
  if (verb === 'patch') checkWriteOptions(query, 'PatchOptions', patch);
  if (verb === 'update') sentType(request);
}
