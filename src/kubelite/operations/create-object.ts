/** Creating an object: metadata, defaults, checks, ownership of fields, storing. */
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';
import { finalizerWarnings } from '../../kube/schema/finalizer-warnings.ts';
import { serviceAddressCauses } from '../../kube/validation/service-rules.ts';
import { creationWarnings } from '../../kube/validation/warnings.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { ApiFault } from '../status/api-fault.ts';
import { alreadyExists, invalid, noFreeName, stillThere } from '../status/faults.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { adminAccessCauses } from './admin-access.ts';
import { admitToNamespace, withLimitDefaults } from './admission.ts';
import { type Cluster, nameSuffix, newUuid, timeOf } from './cluster.ts';
import { asReadBack, asStored } from './decode-object.ts';
import { claimFields } from './managed-fields.ts';
import { checkNamespace } from './namespace-check.ts';
import { refuseOverhead, refusePod } from './pod-refusals.ts';
import { withRuntimeClass } from './runtime-class.ts';
import { strategyInputs } from './strategy-inputs.ts';
import { toldCauses } from './told-causes.ts';
import type { WriteOptions } from './write-options.ts';

const NAME_LIMIT = 63;
const SUFFIX_LENGTH = 5;
const NAME_TRIES = 8;

export interface CreateOptions extends WriteOptions {
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  /** The object's managed fields are already those of this write (server-side apply made them). */
  readonly fieldsClaimed?: boolean;
}

/**
 * Creates `object` (in the definition's version) in a namespace; the answer is what was stored, in that version. Throws the
 * refusals of a server: 404 of the namespace, 403, 409 already exists, 422.
 */
export function createObject(
  cluster: Cluster,
  definition: ResourceDefinition,
  object: KubeObject,
  options: CreateOptions,
): StoredObject {
  const { strategy } = definition;
  const named = { ...object, metadata: newMetadata(cluster, definition, object, options.namespace) };
  checkNamespace(cluster, definition, options.namespace, named.metadata.name ?? '');
  options.guard?.({ object });
  const defaulted = strategy.defaults?.(withoutStatus(definition, named)) ?? withoutStatus(definition, named);
  const claimed = options.fieldsClaimed
    ? defaulted
    : claimFields({ definition, next: defaulted, ...options, time: timeOf(cluster) });
  const { namespace } = options;
  const filled = withLimitDefaults(cluster, definition, { object: claimed, namespace });
  refusePod(cluster, definition, filled, namespace);
  const ready = strategy.prepareForCreate?.(filled, strategyInputs(cluster, filled, options)) ?? filled;
  const prepared = withRuntimeClass(cluster, definition, ready);
  const taken = cluster.store.get(definition.shelf, options.namespace, prepared.metadata.name ?? '');
  checkAddresses(cluster, definition, prepared, options);
  const { sent } = options;
  const causes = toldCauses({ definition, object: prepared, sent }, (one) => [
    ...adminAccessCauses(cluster, definition, one),
    ...(strategy.validate?.(one) ?? []),
  ]);
  if (causes.length > 0) {
    const { group } = definition;
    throw invalid({ group, kind: prepared.kind }, prepared.metadata.name ?? '', causes);
  }
  const warnings = definition.custom ? finalizerWarnings(prepared, undefined) : creationWarnings(prepared);
  for (const warning of warnings) options.warn(warning);
  refuseOverhead(cluster, definition, prepared, sent);
  const { name = '' } = prepared.metadata;
  options.admit?.({
    ...{ operation: 'CREATE', definition, subresource: '', namespace, dryRun: options.dryRun },
    name: object.metadata.name ?? '',
    object: prepared,
  });
  const charge = admitToNamespace(cluster, definition, { object: prepared, namespace });
  // It is the store that minds, which a dry run does not reach.
  if (/^0*[1-9]\d*$/.test(object.metadata.resourceVersion ?? '') && !options.dryRun) {
    const message = 'resourceVersion should not be set on objects to be created';
    throw new ApiFault({ code: 500, reason: '', message });
  }
  if (taken) {
    if (object.metadata.generateName) throw noFreeName(definition, name);
    const going = taken.object.metadata.deletionTimestamp !== undefined;
    throw going ? stillThere(definition, name) : alreadyExists(definition, name);
  }
  if (options.dryRun) return new StoredObject(asReadBack(definition, prepared), cluster.store.version);
  charge();
  const stored = cluster.store.put(
    definition.shelf,
    definition.convert(asStored(definition, prepared), definition.storedAs),
  );
  return stored.as(definition.apiVersion, definition.convert);
}

/** A Service may ask for what another one has, or the cluster has not; a dry run only hears of the latter. */
export function checkAddresses(
  { addresses }: Cluster,
  definition: ResourceDefinition,
  service: KubeObject,
  { dryRun, old }: { readonly dryRun: boolean; readonly old?: KubeObject },
): void {
  // What is asked for in a wrong way is told with all else that is wrong.
  if (definition.shelf !== '/services' || serviceAddressCauses(service).length > 0) return;
  const refusals = addresses.refusals(service, { dryRun, ...(old && { old }) });
  if (refusals.length > 0) throw invalid(definition, service.metadata.name ?? '', refusals);
}

function newMetadata(
  cluster: Cluster,
  definition: ResourceDefinition,
  object: KubeObject,
  namespace: string,
): ObjectMeta {
  const {
    selfLink: _,
    deletionTimestamp: __,
    deletionGracePeriodSeconds: ___,
    namespace: ____,
    ...rest
  } = object.metadata;
  const name =
    rest.name ||
    generatedName(cluster, definition, rest.generateName, namespace) ||
    // Limits are named by the server where nobody does.
    (definition.shelf === '/limitranges' ? newUuid(cluster.entropy) : undefined);
  return {
    ...rest,
    ...(name && { name }),
    ...(definition.namespaced && { namespace }),
    uid: newUuid(cluster.entropy),
    ...(['first', 'all'].includes(definition.strategy.generations) && { generation: 1 }),
    creationTimestamp: timeOf(cluster),
  };
}

function generatedName(
  cluster: Cluster,
  definition: ResourceDefinition,
  base: string | undefined,
  namespace: string,
): string | undefined {
  if (!base) return undefined;
  const stem = base.slice(0, NAME_LIMIT - SUFFIX_LENGTH);
  let name = '';
  for (let attempt = 0; attempt < NAME_TRIES; attempt += 1) {
    name = `${stem}${nameSuffix(cluster.entropy)}`;
    if (!cluster.store.get(definition.shelf, namespace, name)) return name;
  }
  return name;
}

/** Built-in kinds get the status they start with when they are prepared. */
function withoutStatus(definition: ResourceDefinition, object: KubeObject): KubeObject {
  if (!definition.custom || !definition.strategy.hasStatus) return object;
  const { status: _, ...rest } = object;
  return rest;
}
