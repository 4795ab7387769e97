/** Users, groups, profiles and system controls of pods and containers. */
import { isList, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, required, tooLong, unsupported } from './causes.ts';
import { anything, between, each, word } from './field-rules.ts';
import { wrongUpwardPath } from './formats.ts';
import { goShape } from './go-shape.ts';
import { type FieldRule, join, type Rule, type Rules } from './rule.ts';
import { windowsOptions } from './windows-rules.ts';

const PROFILES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const id = between(0, 2_147_483_647);
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const SYSCTL_SENTENCE =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';

/** A profile of a kind; only a local one is named. */
function profile(kind: 'seccomp' | 'appArmor'): Rule {
  const field = `${kind}Profile`;
  return ({ value, path }) => {
    const type = textAt(value, 'type') ?? '';
    const local = textAt(value, 'localhostProfile') ?? '';
    const causes: FieldCause[] = [];
    if (type === '') causes.push(required(`${path}.type`, `type is required when ${field} is set`));
    else if (!PROFILES.includes(type)) causes.push(unsupported(`${path}.type`, type, PROFILES));
    if (type === 'Localhost') {
      if (value['localhostProfile'] === undefined || (kind === 'appArmor' && local === '')) {
        causes.push(required(`${path}.localhostProfile`, `must be set when ${kind} type is Localhost`));
      } else if (kind === 'seccomp') {
        causes.push(...descendingCauses(local, `${path}.localhostProfile`));
      } else {
        causes.push(...appArmorCauses(local, `${path}.localhostProfile`));
      }
    } else if (value['localhostProfile'] !== undefined && (kind === 'seccomp' || PROFILES.includes(type))) {
      const shown = kind === 'seccomp' ? goShape(value, 'core/v1.SeccompProfile') : local;
      const name = kind === 'seccomp' ? 'seccomp' : 'AppArmor';
      causes.push(invalid(`${path}.localhostProfile`, shown, `can only be set when ${name} type is Localhost`));
    }
    return causes;
  };
}

function descendingCauses(given: string, field: string): readonly FieldCause[] {
  return [
    ...(given.startsWith('/') ? [invalid(field, given, 'must be a relative path')] : []),
    ...wrongUpwardPath(given).map((sentence) => invalid(field, given, sentence)),
  ];
}

const LONGEST_PROFILE = 4095;

function appArmorCauses(name: string, field: string): readonly FieldCause[] {
  if (name.trim() !== name) return [invalid(field, name, 'must not be padded with whitespace')];
  return name.length > LONGEST_PROFILE ? [tooLong(field, LONGEST_PROFILE)] : [];
}

const container: Rule = ({ value, path }) => {
  if (value['allowPrivilegeEscalation'] !== false) return [];
  if (value['privileged'] === true) {
    return [
      invalid(
        path,
        goShape(value, 'core/v1.SecurityContext'),
        'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
      ),
    ];
  }
  const added = addedCapabilities(value['capabilities']);
  return added.includes('CAP_SYS_ADMIN')
    ? [
        invalid(
          path,
          goShape(value, 'core/v1.SecurityContext'),
          'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
        ),
      ]
    : [];
};

function addedCapabilities(capabilities: Json | undefined): readonly Json[] {
  const added =
    capabilities !== null && typeof capabilities === 'object' && !isList(capabilities)
      ? capabilities['add']
      : undefined;
  return isList(added) ? added : [];
}

/** Settings of the kernel that a pod shares with its host have no values of their own. */
function sharedSetting(name: string, field: string, spec: JsonObject | undefined): readonly FieldCause[] {
  const separator = /[./]/.exec(name)?.[0];
  const dotted = separator === '/' ? name.replace(/[./]/g, (one) => (one === '/' ? '.' : '/')) : name;
  const shared = /^net\./.test(dotted)
    ? 'hostNetwork'
    : /^(kernel\.sem$|kernel\.shm|kernel\.msg|fs\.mqueue\.)/.test(dotted)
      ? 'hostIPC'
      : undefined;
  return shared !== undefined && spec?.[shared] === true
    ? [invalid(field, name, `may not be specified when '${shared}' is true`)]
    : [];
}

const sysctls: FieldRule = (value, path, { outer }) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((item, index): readonly FieldCause[] => {
    const name = textAt(item, 'name') ?? '';
    const field = `${path}[${index}].name`;
    if (name === '') return [required(field)];
    const odd = name.length > 253 || !SYSCTL.test(name);
    const repeated = !odd && seen.has(name);
    seen.add(name);
    return [
      ...(odd ? [invalid(field, name, SYSCTL_SENTENCE)] : []),
      ...(repeated ? [duplicate(field, name)] : []),
      ...sharedSetting(name, field, outer?.value),
    ];
  });
};

/** Processes are shared with the host or among the containers. */
export const sharedProcesses: Rule = ({ value, path }) =>
  value['hostPID'] === true && value['shareProcessNamespace'] === true
    ? [
        invalid(
          join(join(path, 'securityContext'), 'shareProcessNamespace'),
          true,
          'ShareProcessNamespace and HostPID cannot both be enabled',
        ),
      ]
    : [];

export const SECURITY_RULES: Rules = {
  'core/v1.PodSecurityContext': {
    order: [
      'fsGroup',
      'runAsUser',
      'runAsGroup',
      'supplementalGroups',
      'sysctls',
      'fsGroupChangePolicy',
      'seccompProfile',
      'windowsOptions',
      'appArmorProfile',
      'supplementalGroupsPolicy',
      'seLinuxChangePolicy',
    ],
    fields: {
      runAsUser: id,
      runAsGroup: id,
      fsGroup: id,
      supplementalGroups: each(id),
      sysctls,
      fsGroupChangePolicy: word('Always', 'OnRootMismatch'),
      seLinuxChangePolicy: word('Recursive'),
    },
  },
  'core/v1.SecurityContext': {
    order: ['runAsUser', 'runAsGroup', 'procMount', 'seccompProfile', 'windowsOptions', 'appArmorProfile'],
    fields: { runAsUser: id, runAsGroup: id, procMount: word('Default', 'Unmasked') },
    after: { seccompProfile: container },
  },
  'core/v1.WindowsSecurityContextOptions': windowsOptions,
  'core/v1.Sysctl': { fields: { name: anything } },
  'core/v1.SeccompProfile': profile('seccomp'),
  'core/v1.AppArmorProfile': profile('appArmor'),
};
