/** Claims for devices that a pod brings along, and their use by its containers. */
import { isList, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, invalidName, required } from './causes.ts';
import { dnsLabel, dnsSubdomain } from './field-rules.ts';
import { goShape } from './go-shape.ts';
import { around, type Rule, type RuleInput } from './rule.ts';

/** A claim has a name and is made from one of two things. */
export const podClaim: Rule = ({ value, path, object, outer }) => {
  const [claim, template] = [value['resourceClaimName'], value['resourceClaimTemplateName']];
  const shown = goShape(value, 'core/v1.PodResourceClaim');
  const both = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
  const none = 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`';
  return [
    ...nameCauses({ value, path, object, ...(outer && { outer }) }),
    ...(claim !== undefined && template !== undefined ? [invalid(path, shown, both)] : []),
    ...(claim === undefined && template === undefined ? [invalid(path, shown, none)] : []),
    ...['resourceClaimName', 'resourceClaimTemplateName'].flatMap((name) => {
      const given = textAt(value, name);
      return given === undefined ? [] : invalidName(`${path}.${name}`, given, dnsSubdomain(given));
    }),
  ];
};

function nameCauses({ value, path, object, outer }: RuleInput): readonly FieldCause[] {
  const [name, field] = [textAt(value, 'name') ?? '', `${path}.name`];
  if (name === '') return [required(field)];
  const index = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0);
  const claims = outer?.value['resourceClaims'];
  const earlier = isList(claims) ? claims.slice(0, index) : [];
  if (namesIn(earlier).includes(name)) return [duplicate(field, name)];
  const wrong = invalidName(field, name, dnsLabel(name));
  const pod = object['kind'] === 'Pod' ? (textAt(object, 'metadata', 'name') ?? '') : '';
  if (wrong.length > 0 || pod === '' || value['resourceClaimTemplateName'] === undefined) return wrong;
  return invalidName(field, `${pod}-${name}`, dnsSubdomain(`${pod}-${name}`));
}

/** Claims that a container, or the pod as a whole, uses: each once, and of those that the pod has. */
export function usedClaimCauses(claims: Json | undefined, path: string, input: RuleInput): readonly FieldCause[] {
  const pod = around(input, 'containers')?.value;
  const known = namesIn(pod?.['resourceClaims']);
  const seen = new Set<string>();
  return (isList(claims) ? claims : []).flatMap((claim, index): readonly FieldCause[] => {
    const [name, request] = [textAt(claim, 'name') ?? '', textAt(claim, 'request') ?? ''];
    const field = `${path}[${index}]`;
    if (name === '') return [required(field)];
    const key = request === '' ? name : `${name}/${request}`;
    const twice = seen.has(name) || seen.has(key) ? [duplicate(field, key)] : [];
    seen.add(key);
    const wrong = request === '' ? [] : invalidName(`${field}.request`, request, dnsLabel(request));
    if (known.includes(name)) return [...wrong, ...twice];
    const which = known.length === 0 ? ' which is empty' : `: ${known.join(', ')}`;
    const message = `Not found: ${JSON.stringify(name)}: must be one of the names in pod.spec.resourceClaims${which}`;
    return [...wrong, ...twice, { field, message, reason: 'FieldValueNotFound' }];
  });
}

function namesIn(list: Json | undefined): readonly string[] {
  return isList(list) ? list.map((item) => textAt(item, 'name') ?? '').filter((name) => name !== '') : [];
}
