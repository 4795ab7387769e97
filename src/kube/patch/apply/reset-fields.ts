/** Fields that an endpoint resets, so that writing through it makes nobody own them. */
import { resourceOfKind } from '../../builtin/resources.ts';
import { type FieldSet, setOfPaths } from './field-set.ts';

const STATUS = setOfPaths([['f:status']]);
const SPEC = setOfPaths([['f:spec']]);
const LABELS_TOO = setOfPaths([['f:spec'], ['f:metadata', 'f:labels']]);
const ALL_BUT_STATUS = setOfPaths([['f:spec'], ['f:metadata']]);

/** Of requests for certificates only metadata are written through the main resource; the rest has places of its own. */
const OF_CERTIFICATES: Readonly<Record<string, FieldSet>> = {
  '': setOfPaths([['f:spec'], ['f:status']]),
  status: setOfPaths([['f:spec'], ['f:status', 'f:conditions']]),
  approval: setOfPaths([['f:spec'], ['f:status', 'f:certificate']]),
};

/**
 * What a write through the main resource (empty `subresource`) or through `status` leaves alone; undefined where nothing is
 * reset. `hasStatus` is for custom resources: their definition has the status subresource.
 */
export function resetFields(target: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly subresource: string;
  readonly hasStatus?: boolean;
}): FieldSet | undefined {
  if (target.kind === 'CertificateSigningRequest' && target.apiVersion === 'certificates.k8s.io/v1') {
    return OF_CERTIFICATES[target.subresource];
  }
  const builtin = resourceOfKind(target.apiVersion, target.kind)?.resource;
  const hasStatus = builtin?.subresources?.some(({ name }) => name === 'status') ?? target.hasStatus ?? false;
  if (!hasStatus) return undefined;
  if (target.subresource === '') return STATUS;
  if (target.subresource !== 'status') return undefined;
  if (builtin === undefined || target.kind === 'CustomResourceDefinition') return ALL_BUT_STATUS;
  return target.kind === 'Deployment' ? LABELS_TOO : SPEC;
}
