/** The types of patches. */
import { unsupportedMediaType } from '../status/faults.ts';
import { type ApiRequest, headerOf } from './api-request.ts';

export const JSON_PATCH = 'application/json-patch+json';
export const MERGE_PATCH = 'application/merge-patch+json';
export const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
export const APPLY_PATCH = 'application/apply-patch+yaml';

/** Of built-in kinds. */
export const PATCH_TYPES = [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH];
/** Without type information there is no strategic merge. */
const CUSTOM_PATCH_TYPES = [JSON_PATCH, MERGE_PATCH, APPLY_PATCH];

/** The type of a patch as it is written, without parameters. */
export function patchTypeOf({ request }: { readonly request: ApiRequest }): string {
  const header = headerOf(request, 'content-type') ?? '';
  const end = header.indexOf(';');
  return end > 0 ? header.slice(0, end) : header;
}

/** Throws 415 for a patch of a type that these kinds do not take. */
export function checkPatchType(type: string, { custom }: { readonly custom: boolean }): void {
  const types = custom ? CUSTOM_PATCH_TYPES : PATCH_TYPES;
  if (!types.includes(type)) throw unsupportedMediaType(types);
}
