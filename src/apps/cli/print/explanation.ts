/** Why an Application is as it is, as text. */
import type {
  ApplicationExplanation,
  ExplainedDifferenceMessage,
  ExplainedResource,
  ExplainedWait,
} from '../../../api/application/explanation-fields.ts';

/** A sentence a line, rules indented below theirs. */
export function formatExplanation({ resources, operation, automation }: ApplicationExplanation): string {
  const differs = (resources ?? []).some(isOutOfSync);
  const lines = [
    ...(operation ?? []).map((wait) => `The operation is ${waitText(wait)}.`),
    ...(differs ? (automation ?? []) : []).map((wait) => `Nothing is synced by itself: ${waitText(wait)}.`),
    ...((resources ?? []).length === 0 ? ['Live and desired are equal.'] : []),
    ...(resources ?? []).flatMap((resource) => ['', ...resourceLines(resource)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** What rules hide waits for nobody. */
function isOutOfSync({ why = '', differences }: ExplainedResource): boolean {
  return why !== '' || (differences ?? []).some(({ counts }) => counts);
}

function waitText({ why, since = '', until = '' }: ExplainedWait): string {
  return [why, since === '' ? '' : ` (since ${since})`, until === '' ? '' : ` (looked at again at ${until})`].join('');
}

function resourceLines({ group = '', kind, namespace = '', name, why = '', differences }: ExplainedResource): string[] {
  const place = namespace === '' ? name : `${namespace}/${name}`;
  const head = `${group === '' ? '' : `${group}/`}${kind} ${place}`;
  if (why !== '') return [`${head}: ${why}`];
  return [head, ...(differences ?? []).flatMap(differenceLines)];
}

function differenceLines(difference: ExplainedDifferenceMessage): string[] {
  const { path, live = '', desired = '', counts, why, ignoredBy = '', suggestion = '' } = difference;
  const mark = counts ? '  ' : '  (ignored) ';
  return [
    `${mark}${path} is ${live || 'absent'}, desired is ${desired || 'absent'}`,
    `      ${why}`,
    ...ruleLines('ignored by this rule:', ignoredBy),
    ...ruleLines('to ignore it, add to spec.ignoreDifferences:', suggestion),
  ];
}

function ruleLines(head: string, rule: string): string[] {
  if (rule === '') return [];
  return [
    `      ${head}`,
    ...rule
      .trimEnd()
      .split('\n')
      .map((line) => `        ${line}`),
  ];
}
