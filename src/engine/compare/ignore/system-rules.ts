/** Rules of comparison that come along, before what the installation and the Application add. */
import type { IgnoreRule } from './ignore-rule.ts';

/** Since 3.0 without `/spec/preserveUnknownFields`: who writes the field, which no server keeps, sees a difference. */
const CRD = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  jsonPointers: ['/status'],
};

/**
 * The rules for `resource.compareoptions: ignoreResourceStatusField`: `all` leaves the status of every kind out, `crd` only
 * that of CustomResourceDefinitions, `none` nothing (features B5).
 */
export function systemRules(ignoreStatus: 'all' | 'crd' | 'none'): readonly IgnoreRule[] {
  if (ignoreStatus === 'none') return [];
  return ignoreStatus === 'crd' ? [CRD] : [CRD, { group: '*', kind: '*', jsonPointers: ['/status'] }];
}
