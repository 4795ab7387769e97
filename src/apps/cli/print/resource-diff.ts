/** `app diff`: each resource that differs under a header, in the form of `diff` without options. Pure. */
import type { ResourceDiff } from '../../../api/application/tree-fields.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { normalDiff } from './normal-diff.ts';

/** Empty where nothing differs. */
export function formatDiffs(items: readonly ResourceDiff[]): string {
  return items.filter(differs).map(formatDiff).join('');
}

function differs(item: ResourceDiff): boolean {
  if (item.hook) return false;
  return item.modified === true || isAbsent(item.targetState) || isAbsent(item.liveState);
}

function formatDiff(item: ResourceDiff): string {
  const { group = '', kind = '', namespace = '', name = '' } = item;
  const live = yamlOf(isAbsent(item.liveState) ? undefined : (item.normalizedLiveState ?? item.liveState));
  const target = yamlOf(isAbsent(item.targetState) ? undefined : (item.predictedLiveState ?? item.targetState));
  return `\n===== ${group}/${kind} ${namespace}/${name} ======\n${normalDiff(live, target)}`;
}

function isAbsent(state: string | undefined): boolean {
  return state === undefined || state === '' || state === 'null';
}

function yamlOf(state: string | undefined): string {
  return state === undefined ? '' : writeYaml(parseJson(state));
}
