/** Containers for looking into a pod: what they may not have. */
import { isList, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, forbidden } from './causes.ts';
import { isBlank, type Rule } from './rule.ts';

const UNFIT = [
  'ports',
  'resources',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
];
const DETAIL = 'cannot be set for an Ephemeral Container';

/** Names of their own, targets that are there, and nothing that a workload has. */
export const lookers: Rule = ({ value, path }) => {
  const list = isList(value['ephemeralContainers']) ? value['ephemeralContainers'] : [];
  const others = ['containers', 'initContainers'].flatMap((name) => {
    const items = value[name];
    return (isList(items) ? items : []).map((item) => textAt(item, 'name') ?? '');
  });
  const names = new Set(others);
  return list.flatMap((container, index): readonly FieldCause[] => {
    const field = `${path === '' ? '' : `${path}.`}ephemeralContainers[${index}]`;
    const [name, target] = [textAt(container, 'name') ?? '', textAt(container, 'targetContainerName') ?? ''];
    const twice = names.has(name) ? [duplicate(`${field}.name`, name)] : [];
    names.add(name);
    const lost: FieldCause[] =
      target === '' || others.includes(target)
        ? []
        : [
            {
              field: `${field}.targetContainerName`,
              message: `Not found: ${JSON.stringify(target)}`,
              reason: 'FieldValueNotFound',
            },
          ];
    const unfit = UNFIT.filter((one) => !isBlank(memberAt(container, one))).map((one) =>
      forbidden(`${field}.${one}`, DETAIL),
    );
    const mounts = memberAt(container, 'volumeMounts');
    const paths = (isList(mounts) ? mounts : []).flatMap((mount, at) =>
      ['subPath', 'subPathExpr']
        .filter((one) => (textAt(mount, one) ?? '') !== '')
        .map((one) => forbidden(`${field}.volumeMounts[${at}].${one}`, DETAIL)),
    );
    return [...twice, ...lost, ...unfit, ...paths];
  });
};
