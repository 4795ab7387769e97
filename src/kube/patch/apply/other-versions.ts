/** Managers wrote in versions of their own: what a change means to them is looked at in their version. */
import type { JsonObject } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { misfitsOf } from './check-configuration.ts';
import { type Comparison, compareValues } from './compare-values.ts';

/** A kind in one of its served versions. */
export interface OtherVersion {
  readonly schema: MergeSchema;
  readonly convert: (object: JsonObject) => JsonObject;
}

/** Undefined for a version that is not served, or not of the group: its managers are forgotten. */
export type OtherVersions = (apiVersion: string) => OtherVersion | undefined;

/** What changed, as a version shows it; undefined where the version is none. */
export type ChangeIn = (apiVersion: string) => Comparison | undefined;

/** The change of an object, seen in every version. Without `versions` all are alike. */
export function changeInVersions(
  own: { readonly apiVersion: string; readonly change: Comparison },
  objects: { readonly before: JsonObject; readonly after: JsonObject },
  versions: OtherVersions | undefined,
): ChangeIn {
  const known = new Map<string, Comparison | undefined>([[own.apiVersion, own.change]]);
  return (apiVersion) => {
    if (versions === undefined) return own.change;
    if (!known.has(apiVersion)) known.set(apiVersion, compared(objects, versions(apiVersion)));
    return known.get(apiVersion);
  };
}

function compared(
  { before, after }: { readonly before: JsonObject; readonly after: JsonObject },
  version: OtherVersion | undefined,
): Comparison | undefined {
  if (version === undefined) return undefined;
  const [old, next] = [version.convert(before), version.convert(after)];
  if (misfitsOf(old, version.schema).length > 0 || misfitsOf(next, version.schema).length > 0) {
    throw new UnfitVersion();
  }
  return compareValues(old, next, version.schema);
}

/** The object has fields that a manager's version does not know: what that manager owns can't be told. */
export class UnfitVersion extends Error {}
