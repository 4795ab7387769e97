/** Parameters of a chart, as `app get --show-params` prints them. Pure. */
import type { ApplicationSource } from '../../../api/application/fields.ts';
import { formatTable } from './table.ts';

const LONGEST = 80;

/** Nothing for a source that has no options of Helm. */
export function helmParameters({ helm }: ApplicationSource): string {
  if (helm === undefined) return '';
  const rows = (helm.parameters ?? []).map(({ name = '', value = '' }) => [name, shortened(value)]);
  return `\n\n${formatTable([['NAME', 'VALUE'], ...rows])}`;
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`;
}
