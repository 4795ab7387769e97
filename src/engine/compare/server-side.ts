/**
 * Comparing with what server-side apply would make: as the API server answered a dry run of it (features B2), or as our own
 * structured merge says (B3). Changes of the dry run in fields that the field manager does not own are those of admission
 * webhooks and count only where they are asked for.
 */
import type { JsonObject } from '../../base/json-value.ts';
import { type MergeSchema, UNTYPED } from '../../kube/merge-schema/merge-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applyConfiguration } from '../../kube/patch/apply/apply-configuration.ts';
import { compareValues } from '../../kube/patch/apply/compare-values.ts';
import {
  difference,
  EMPTY_SET,
  type FieldSet,
  intersection,
  union,
  withDeclaredMembers,
} from '../../kube/patch/apply/field-set.ts';
import { fieldsOfValue } from '../../kube/patch/apply/fields-of-value.ts';
import { parseManagers } from '../../kube/patch/apply/managers.ts';
import { mergeValues } from '../../kube/patch/apply/merge-values.ts';
import { removeFields } from '../../kube/patch/apply/remove-fields.ts';
import { type ObjectComparison, preparation, resultOfSides } from './compare-object.ts';
import type { CompareOptions } from './compare-options.ts';
import { normaliseObject } from './normalise/normalise-object.ts';

export interface ServerSides {
  readonly target: KubeObject;
  readonly live: KubeObject;
  /** The API server's answer to a dry run of applying `target`. */
  readonly predicted: KubeObject;
  /** Field manager of the apply. */
  readonly manager: string;
  /** How objects of a custom kind merge. Undefined: as the options say. */
  readonly schema?: MergeSchema | undefined;
  /** Changes by admission webhooks are differences, too. */
  readonly includeMutations: boolean;
}

/** Both sides come from the server, so that they are compared as they are but for ignored fields. */
export function compareServerSide(sides: ServerSides, options: CompareOptions): ObjectComparison {
  const { target, live } = sides;
  const prepare = preparation(target, live, options);
  const outcome = sides.includeMutations ? sides.predicted : withoutMutations(sides, schemaOf(sides, options));
  const found = prepare(normaliseObject(live, options));
  return resultOfSides(found, prepare(normaliseObject(asOld(outcome, live), options)), options);
}

/** Applies the target to the live object as a server would. Throws `kube.server-error` where it does not fit its type. */
export function compareStructured(
  sides: Omit<ServerSides, 'predicted' | 'includeMutations'>,
  options: CompareOptions,
): ObjectComparison {
  const { target, live, manager } = sides;
  const prepare = preparation(target, live, options);
  const found = prepare(normaliseObject(live, options));
  const { object } = applyConfiguration({
    live: found,
    creates: false,
    config: prepare(normaliseObject(target, options)),
    schema: schemaOf(sides, options),
    writer: { name: manager, apiVersion: target.apiVersion, subresource: '' },
    now: '',
    force: true,
  });
  return resultOfSides(found, asOld(object as KubeObject, found), options);
}

function schemaOf({ target, schema }: Pick<ServerSides, 'target' | 'schema'>, options: CompareOptions): MergeSchema {
  return schema ?? options.schemas.schemaOf(target.apiVersion, target.kind) ?? UNTYPED;
}

/** With the metadata that the server keeps for itself as it stands in the live object. */
function asOld(object: KubeObject, live: KubeObject): KubeObject {
  const { uid, resourceVersion, generation, creationTimestamp, managedFields } = live.metadata;
  const kept = { uid, resourceVersion, generation, creationTimestamp, managedFields };
  const own = Object.entries(kept).filter(([, value]) => value !== undefined);
  const rest = Object.entries(object.metadata).filter(([name]) => !Object.hasOwn(kept, name));
  return { ...object, metadata: Object.fromEntries([...rest, ...own]) };
}

/** The live object with what the manager would own laid over it, and without what it would give up and nobody else holds. */
function withoutMutations({ live, predicted, manager }: ServerSides, schema: MergeSchema): KubeObject {
  const declared = (set: FieldSet): FieldSet => withDeclaredMembers(set, schema);
  const before = declared(ownedBy(live, manager));
  const after = declared(ownedBy(predicted, manager));
  const others = difference(declared(fieldsOfValue(predicted, schema)), after);
  const ours = removeFields(predicted, others, schema) as JsonObject | null;
  const merged = ours === null ? live : mergeValues(live, ours, schema);
  const { removed } = compareValues(live, predicted, schema);
  return removeFields(merged, intersection(removed, before), schema) as KubeObject;
}

function ownedBy(object: KubeObject, manager: string): FieldSet {
  return parseManagers(object.metadata.managedFields as never)
    .filter(({ name }) => name === manager)
    .reduce((all, { fields }) => union(all, fields), EMPTY_SET);
}
