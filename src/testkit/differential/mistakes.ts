/** Makes wrong objects of valid ones: at every place another type, value, length or number of elements. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { Edit } from './edit.ts';

const TEXTS: readonly Json[] = [
  12345,
  true,
  {},
  [],
  '',
  'Bad Value!',
  '-leading',
  'a.b',
  'a/b',
  'UPPER',
  '1',
  '-1',
  '50%',
  '150%',
  '10Mi',
  '0.5',
  '*',
  '../up',
  '/abs',
  'ä',
  'a'.repeat(64),
  'a'.repeat(254),
];
const NUMBERS: readonly Json[] = ['text', '5%', true, -1, 0, 1, 3, 101, 65_536, 2_147_483_647, 2_147_483_648, 1.5];

/** Edits of one object. What says of which kind it is stays. */
export function mistakesOf(object: JsonObject): readonly Edit[] {
  return [{ op: 'add', path: '/unknownMember', value: 'x' }, ...below(object, '').flatMap(mistakesAt)];
}

interface Placed {
  readonly path: string;
  readonly value: Json;
  /** The elements or members beside it. */
  readonly siblings: readonly Json[];
}

/** Everything in a value, parents first. */
export function below(value: Json, path: string): readonly Placed[] {
  const children: readonly Placed[] = isList(value)
    ? value.map((item, index) => ({ path: `${path}/${index}`, value: item, siblings: value }))
    : isObject(value)
      ? Object.entries(value).flatMap(([name, item]) =>
          item === undefined || /^\/(apiVersion|kind|status)$/.test(`${path}/${name}`)
            ? []
            : [{ path: `${path}/${escaped(name)}`, value: item, siblings: [] }],
        )
      : [];
  return children.flatMap((child) => [child, ...below(child.value, child.path)]);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function mistakesAt({ path, value }: Placed): readonly Edit[] {
  const replace = (values: readonly Json[]): readonly Edit[] =>
    values.filter((one) => one !== value).map((one) => ({ op: 'replace', path, value: one }));
  const remove: Edit = { op: 'remove', path };
  if (typeof value === 'string') return [remove, ...replace([...TEXTS, `${value}x`])];
  if (typeof value === 'number') return [remove, ...replace([...NUMBERS, value + 1])];
  if (typeof value === 'boolean') return [remove, ...replace(['true', !value])];
  if (isList(value)) return [remove, ...replace([{}, []]), ...elementMistakes(path, value)];
  if (!isObject(value)) return [remove];
  const [first] = Object.keys(value);
  return [
    remove,
    ...replace([[], 'text', {}]),
    { op: 'add', path: `${path}/unknownMember`, value: 'x' },
    { op: 'add', path: `${path}/Bad Key!`, value: 'x' },
    ...(first === undefined ? [] : [{ op: 'twice', path: `${path}/${escaped(first)}` }]),
  ];
}

function elementMistakes(path: string, list: readonly Json[]): readonly Edit[] {
  const add = (value: Json): Edit => ({ op: 'add', path: `${path}/-`, value });
  return list.length === 0 ? [] : [add(list[0] ?? null), add(typeof list[0] === 'string' ? 'other' : {})];
}
