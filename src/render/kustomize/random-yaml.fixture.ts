/** YAML in every style: block and flow, quotes of both sorts, comments, anchors, line ends. */
import type { Dice, Fields, Value } from './random-world.fixture.ts';

/** A document of one value. */
export function yamlOf(dice: Dice, value: Value): string {
  if (dice.chance(8)) return `${JSON.stringify(value)}\n`;
  return block(dice, value, 0);
}

/** A file of several documents. */
export function documents(dice: Dice, values: readonly Value[]): string {
  if (values.length > 1 && dice.chance(8)) return yamlOf(dice, { apiVersion: 'v1', kind: 'List', items: values });
  const separator = (): string =>
    dice.pick(['---\n', '---\n', '---\n# a comment\n', '--- # more\n', '---\n---\n', '\n---\n\n']);
  let text = values.map((value) => yamlOf(dice, value)).reduce((all, each) => `${all}${separator()}${each}`);
  if (dice.chance(15)) text = `---\n${text}`;
  if (dice.chance(10)) text = `# head\n${text}---\n`;
  if (dice.chance(5)) text = `\ufeff${text}`;
  return dice.chance(5) ? text.replaceAll('\n', '\r\n') : text;
}

function isItems(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isMap(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function block(dice: Dice, value: Value, indent: number): string {
  const space = ' '.repeat(indent);
  if (isItems(value)) {
    if (value.length === 0) return `${space}[]\n`;
    return value.map((item: Value) => `${space}- ${inner(dice, item, indent + 2).trimStart()}`).join('');
  }
  if (!isMap(value)) return `${space}${scalar(dice, value)}\n`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return `${space}{}\n`;
  return entries
    .map(([key, item]) => `${comment(dice, space)}${space}${keyText(dice, key)}:${member(dice, item ?? null, indent)}`)
    .join('');
}

function inner(dice: Dice, value: Value, indent: number): string {
  if (dice.chance(10)) return `${' '.repeat(indent)}${flow(dice, value)}\n`;
  return block(dice, value, indent).replace(/^(?: *#.*\n)+/, '');
}

function member(dice: Dice, value: Value, indent: number): string {
  if (value === null) return dice.pick([' null\n', ' ~\n', '\n', ' null # none\n']);
  if (typeof value !== 'object') return ` ${blockScalar(dice, value, indent)}`;
  if (Object.keys(value).length === 0 || dice.chance(10)) return ` ${flow(dice, value)}\n`;
  const wide = isItems(value) ? (dice.chance(30) ? 2 : 0) : 2;
  return `\n${block(dice, value, indent + wide)}`;
}

function blockScalar(dice: Dice, value: boolean | number | string, indent: number): string {
  const isBlock = typeof value === 'string' && /^\S.*\n/s.test(value) && !/[\t ]\n|\n\n/.test(value) && dice.chance(60);
  if (!isBlock) return `${scalar(dice, value)}${dice.chance(3) ? ' # said' : ''}\n`;
  const chomp = value.endsWith('\n') ? '' : '-';
  return `|${chomp}\n${value.replace(/\n$/, '').replace(/^/gm, ' '.repeat(indent + 2))}\n`;
}

function comment(dice: Dice, space: string): string {
  return dice.chance(2) ? `${space}# why: "so"\n` : '';
}

function keyText(dice: Dice, key: string): string {
  return dice.chance(3) ? JSON.stringify(key) : key;
}

function flow(dice: Dice, value: Value): string {
  if (isItems(value)) return `[${value.map((item: Value) => flow(dice, item)).join(', ')}]`;
  if (!isMap(value)) return value === null ? 'null' : quotedScalar(dice, value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${key}: ${flow(dice, item ?? null)}`).join(', ')}}`;
}

function quotedScalar(dice: Dice, value: boolean | number | string): string {
  if (typeof value !== 'string') return String(value);
  return /^[a-z][a-z/.-]*$/.test(value) && !/^(?:true|false|null|no|on|yes|off|y|n)$/.test(value)
    ? value
    : scalar(dice, value);
}

function scalar(dice: Dice, value: null | boolean | number | string): string {
  if (typeof value !== 'string') return String(value);
  const isSafe =
    /^[A-Za-z][\w./-]*(?::[\w.-]+)?$/.test(value) && !/^(?:true|false|null|y|n|yes|no|on|off)$/i.test(value);
  const isPlain = isSafe || ['on', 'no', 'yes'].includes(value);
  if (isPlain && dice.chance(80)) return value;
  if (!/[\n\t]/.test(value) && dice.chance(50)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value);
}
