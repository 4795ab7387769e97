/** Containers for looking into a pod: what they may not have. */
import { isList, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, forbidden, invalid, notFound } from './causes.ts';
import { isBlank, type Rule } from './rule.ts';

const UNFIT = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
];
const DETAIL = 'cannot be set for an Ephemeral Container';

/** A name of its own, a target that is there, and nothing that a workload has. */
export const looker: Rule = ({ value, path, outer }) => {
  const pod = outer?.value ?? {};
  const index = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0);
  const others = namesIn(pod['containers']).concat(namesIn(pod['initContainers']));
  const before = namesIn(pod['ephemeralContainers']).slice(0, index);
  const [name, target] = [textAt(value, 'name') ?? '', textAt(value, 'targetContainerName') ?? ''];
  const mounts = isList(value['volumeMounts']) ? value['volumeMounts'] : [];
  return [
    ...paddedImage(textAt(value, 'image') ?? '', path),
    ...(others.includes(name) || before.includes(name) ? [duplicate(`${path}.name`, name)] : []),
    ...(target === '' || others.includes(target) ? [] : [notFound(`${path}.targetContainerName`, target)]),
    ...UNFIT.filter((one) => (one === 'resources' ? !isBlank(value[one]) : value[one] !== undefined)).map((one) =>
      forbidden(`${path}.${one}`, DETAIL),
    ),
    ...mounts.flatMap((mount, at) =>
      ['subPath', 'subPathExpr']
        .filter((one) => (textAt(mount, one) ?? '') !== '')
        .map((one) => forbidden(`${path}.volumeMounts[${at}].${one}`, DETAIL)),
    ),
  ];
};

function namesIn(list: Json | undefined): readonly string[] {
  return isList(list) ? list.map((item) => textAt(item, 'name') ?? '') : [];
}

/** Not even in templates. */
function paddedImage(image: string, path: string): readonly FieldCause[] {
  return image === '' || image.trim() === image
    ? []
    : [invalid(`${path}.image`, image, 'must not have leading or trailing whitespace')];
}
