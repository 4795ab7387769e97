/** Groups of the Kubernetes community: a definition in one of them says who approved it (KEP 1111). */
import { type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required } from '../validation/causes.ts';

const ANNOTATION = 'api-approved.kubernetes.io';
const FIELD = `metadata.annotations[${ANNOTATION}]`;
const MORE = 'see https://github.com/kubernetes/enhancements/pull/1111';

type Approval = 'missing' | 'bypassed' | 'approved' | 'invalid';

/** Causes for the approval of a definition; none where it is as it was. */
export function approvalCauses(crd: JsonObject, old: JsonObject | undefined): readonly FieldCause[] {
  const group = textAt(crd, 'spec', 'group') ?? '';
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return [];
  const approval = approvalOf(crd);
  if (old !== undefined && approvalOf(old) === approval) return [];
  const wanted = `protected groups must have approval annotation ${JSON.stringify(ANNOTATION)}`;
  if (approval === 'missing') return [required(FIELD, `${wanted}, ${MORE}`)];
  if (approval !== 'invalid') return [];
  const detail = `${wanted} with either a URL or a reason starting with "unapproved", ${MORE}`;
  return [invalid(FIELD, textOf(crd), detail)];
}

function textOf(crd: JsonObject): string {
  return textAt(crd, 'metadata', 'annotations', ANNOTATION) ?? '';
}

function approvalOf(crd: JsonObject): Approval {
  const text = textOf(crd);
  if (text === '') return 'missing';
  if (text.startsWith('unapproved')) return 'bypassed';
  return /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?#\s]+/.test(text) ? 'approved' : 'invalid';
}
