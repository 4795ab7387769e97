/** What containers use of the volumes of their pod: mounts and devices. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, notFound, required, unsupported } from './causes.ts';
import { wrongUpwardPath } from './formats.ts';
import { around, type FieldRule, join, type RuleInput } from './rule.ts';

/** Volumes of the pod around a container, by name. One with a mistake is none. */
function volumesOf(container: RuleInput): ReadonlyMap<string, Json> {
  const pod = around(container, 'containers');
  const all = isList(pod?.value['volumes']) ? pod.value['volumes'] : [];
  const list = join(pod?.path ?? '', 'volumes');
  const broken = (index: number) => (pod?.found ?? []).some(({ field }) => field.startsWith(`${list}[${index}]`));
  const whole = all.filter((_, index) => !broken(index));
  return new Map(whole.map((volume): [string, Json] => [textAt(volume, 'name') ?? '', volume]));
}

interface Uses {
  /** Of the list. */
  readonly path: string;
  readonly volumes: ReadonlyMap<string, Json>;
  /** Names and places of the other list. */
  readonly others: ReadonlyMap<string, string>;
  readonly container: Json;
}

/** Mounts of a container, each a volume of the pod at a place of its own. */
export const volumeMounts: FieldRule = (value, path, input) => {
  const uses = {
    path,
    volumes: volumesOf(input),
    others: placesOf(input.value['volumeDevices'], 'devicePath'),
    container: input.value,
  };
  const seen = new Set<string>();
  return itemsOf(value).flatMap((mount, index) => {
    const place = textAt(mount, 'mountPath') ?? '';
    const causes = mountCauses(mount, index, { uses, isTaken: seen.has(place) });
    seen.add(place);
    return causes;
  });
};

interface Beside {
  readonly uses: Uses;
  readonly isTaken: boolean;
}

function mountCauses(mount: Json, index: number, { uses, isTaken }: Beside): readonly FieldCause[] {
  const { path, volumes, others } = uses;
  const field = `${path}[${index}]`;
  const [name, place] = [textAt(mount, 'name') ?? '', textAt(mount, 'mountPath') ?? ''];
  return [
    ...(name === '' ? [required(`${field}.name`)] : []),
    ...(volumes.has(name) ? [] : [notFound(`${field}.name`, name)]),
    ...(place === '' ? [required(`${field}.mountPath`)] : []),
    ...(isTaken ? [invalid(`${field}.mountPath`, place, 'must be unique')] : []),
    ...(others.has(name) ? [invalid(`${field}.name`, name, 'must not already exist in volumeDevices')] : []),
    ...([...others.values()].includes(place)
      ? [invalid(`${field}.mountPath`, place, 'must not already exist as a path in volumeDevices')]
      : []),
    ...subPathCauses(mount, field, path),
    ...propagationCauses(mount, uses),
    ...recursionCauses(mount, path),
  ];
}

/** The fields of a mount from here on are named without its index. */
function subPathCauses(mount: Json, field: string, path: string): readonly FieldCause[] {
  const [sub, expression] = [textAt(mount, 'subPath') ?? '', textAt(mount, 'subPathExpr') ?? ''];
  const both = sub !== '' && expression !== '';
  return [
    ...descending(sub, `${path}.subPath`),
    ...(both ? [invalid(`${field}.subPathExpr`, expression, 'subPathExpr and subPath are mutually exclusive')] : []),
    ...descending(expression, `${path}.subPathExpr`),
  ];
}

function descending(given: string, field: string): readonly FieldCause[] {
  return [
    ...(given.startsWith('/') ? [invalid(field, given, 'must be a relative path')] : []),
    ...wrongUpwardPath(given).map((sentence) => invalid(field, given, sentence)),
  ];
}

const MODES = ['Bidirectional', 'HostToContainer', 'None'];

function propagationCauses(mount: Json, { path, container }: Uses): readonly FieldCause[] {
  const mode = textAt(mount, 'mountPropagation');
  const field = `${path}.mountPropagation`;
  if (mode === undefined) return [];
  if (!MODES.includes(mode)) return [unsupported(field, mode, MODES)];
  if (mode !== 'Bidirectional' || memberAt(container, 'securityContext', 'privileged') === true) return [];
  return [forbidden(field, 'Bidirectional mount propagation is available only to privileged containers')];
}

function recursionCauses(mount: Json, path: string): readonly FieldCause[] {
  const mode = textAt(mount, 'recursiveReadOnly');
  const field = `${path}.recursiveReadOnly`;
  if (mode === undefined || mode === 'Disabled') return [];
  if (mode !== 'Enabled' && mode !== 'IfPossible') {
    return [unsupported(field, mode, ['Disabled', 'Enabled', 'IfPossible'])];
  }
  const propagation = textAt(mount, 'mountPropagation') ?? 'None';
  return [
    ...(memberAt(mount, 'readOnly') === true ? [] : [forbidden(field, 'may only be specified when readOnly is true')]),
    ...(propagation === 'None'
      ? []
      : [forbidden(field, 'may only be specified when mountPropagation is None or not specified')]),
  ];
}

/** Devices of a container, each a claim at a place of its own. */
export const volumeDevices: FieldRule = (value, path, input) => {
  const volumes = volumesOf(input);
  const mounts = placesOf(input.value['volumeMounts'], 'mountPath');
  const [names, places] = [new Set<string>(), new Set<string>()];
  return itemsOf(value).flatMap((device, index) => {
    const [name, place] = [textAt(device, 'name') ?? '', textAt(device, 'devicePath') ?? ''];
    const field = `${path}[${index}]`;
    const upward = wrongUpwardPath(place).length > 0;
    const causes = [
      ...(name === '' ? [required(`${field}.name`)] : []),
      ...(names.has(name) ? [invalid(`${field}.name`, name, 'must be unique')] : []),
      ...claimCauses(volumes, name, `${field}.name`),
      ...(place === '' ? [required(`${field}.devicePath`)] : []),
      ...(places.has(place) ? [invalid(`${field}.devicePath`, place, 'must be unique')] : []),
      ...(upward ? [invalid(`${field}.devicePath`, place, "can not contain backsteps ('..')")] : []),
      ...(mounts.has(name) ? [invalid(`${field}.name`, name, 'must not already exist in volumeMounts')] : []),
      ...([...mounts.values()].includes(place)
        ? [invalid(`${field}.devicePath`, place, 'must not already exist as a path in volumeMounts')]
        : []),
    ];
    if (!upward) places.add(place);
    if (name !== '') names.add(name);
    return causes;
  });
};

/** Only claims can be used as devices. */
function claimCauses(volumes: ReadonlyMap<string, Json>, name: string, field: string): readonly FieldCause[] {
  const volume = volumes.get(name);
  if (volume === undefined) return [notFound(field, name)];
  const isClaim = ['persistentVolumeClaim', 'ephemeral'].some((source) => memberAt(volume, source) !== undefined);
  const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
  return isClaim ? [] : [invalid(field, name, detail)];
}

function placesOf(list: Json | undefined, place: string): ReadonlyMap<string, string> {
  return new Map(itemsOf(list).map((item) => [textAt(item, 'name') ?? '', textAt(item, place) ?? '']));
}

function itemsOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value.filter((item) => isObject(item)) : [];
}
