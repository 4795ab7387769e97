/** An explanation for people. Pure. */
import { canonicalJson } from '../../../base/json/stringify.ts';
import type { Json } from '../../../base/json-value.ts';
import type { Explanation, PluginFiles } from './explain-value.ts';
import { type ExplainedPath, pathText } from './explained-path.ts';
import { MOST_PLUGIN_FILES } from './layers.ts';

export function printExplanation(path: ExplainedPath, explanation: Explanation): string {
  const { value, file, document, sourceType, layers, plugin } = explanation;
  const lines = [
    `${pathText(path)} = ${textOf(value)}`,
    `made by ${file}, document ${document} (${sourceType})`,
    ...(layers.length === 0 ? [nothingElse(explanation)] : ['what has a say, the last word last:']),
    ...layers.map(({ name, effect }) =>
      effect.kind === 'object'
        ? `  ${name}: ${effect.how} the object is not there, or has another name`
        : `  ${name}: ${effect.how} ${textOf(effect.changed)}`,
    ),
    ...(plugin === undefined ? [] : [gotText(plugin)]),
    ...unknowns(explanation).map((text) => `not known: ${text}`),
  ];
  return lines.map((line) => `${line.replace(/[\u0000-\u001f\u007f]/g, '?')}\n`).join('');
}

function nothingElse({ sourceType, tried, value }: Explanation): string {
  if (value === undefined)
    return tried === 0 ? 'nothing sets it' : `nothing sets it: none of ${tried} things changes that`;
  if (tried === 0)
    return sourceType === 'Directory' ? 'it stands there as it is' : 'there is nothing else to take it from';
  return `it stands there as it is: none of ${tried} other things changes it`;
}

/** What the plugin made it from. */
function gotText({ count, withValue }: PluginFiles): string {
  const files = `the plugin got ${count} file${count === 1 ? '' : 's'}`;
  if (withValue.length === 0) return `${files}; the value stands in none of them`;
  const more = withValue.length > 5 ? ` and ${withValue.length - 5} more` : '';
  return `${files}; the value stands in ${withValue.slice(0, 5).join(', ')}${more}`;
}

/** What leaving out does not tell. */
function unknowns({ sourceType, needed, isPartial, plugin }: Explanation): readonly string[] {
  const shown = needed.slice(0, 5).join(', ');
  const more = needed.length > 5 ? ` and ${needed.length - 5} more` : '';
  return [
    ...(sourceType === 'Helm' ? ['which line of the template wrote it'] : []),
    ...(sourceType === 'Plugin' ? ['how the plugin made it'] : []),
    ...(plugin !== undefined && plugin.count > MOST_PLUGIN_FILES
      ? ['whether files have a say that were not tried']
      : []),
    ...(needed.length === 0 ? [] : [`whether these have a say, for nothing is rendered without them: ${shown}${more}`]),
    ...(isPartial ? ['whether something has a say that was not tried: there is too much'] : []),
  ];
}

function textOf(value: Json | undefined): string {
  return value === undefined ? 'absent' : canonicalJson(value);
}
