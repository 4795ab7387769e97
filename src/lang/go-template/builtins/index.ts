/** Go's own template functions. */
import { ANY, isTrue, STRING, sprint, sprintf, sprintln } from '../../go-value/index.ts';
import { type Builtin, ofAnything, ofMoreValues, ofValues } from './builtin.ts';
import { COMPARISON_BUILTINS } from './compare.ts';
import { ELEMENT_BUILTINS } from './elements.ts';
import { ESCAPE_BUILTINS } from './escape.ts';

export type { Builtin } from './builtin.ts';
export { callValue } from './call-value.ts';

/** The compiler makes these itself; here they have signatures only. */
const MADE_BY_COMPILER: readonly Builtin[] = [
  ofMoreValues('and', () => undefined),
  ofMoreValues('or', () => undefined),
  ofMoreValues('call', () => undefined),
];

const printf: Builtin = {
  name: 'printf',
  parameters: [STRING, ANY],
  variadic: true,
  call: ([format, ...values], meter) =>
    sprintf(
      typeof format === 'string' ? format : '',
      values.map((value) => value ?? null),
      meter,
    ),
};

const ALL: readonly Builtin[] = [
  ...MADE_BY_COMPILER,
  ...ELEMENT_BUILTINS,
  ...COMPARISON_BUILTINS,
  ...ESCAPE_BUILTINS,
  printf,
  ofAnything('print', sprint),
  ofAnything('println', sprintln),
  ofValues('not', 1, ([value]) => !isTrue(value ?? null)),
];

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(ALL.map((builtin) => [builtin.name, builtin]));

/** Functions that evaluate their arguments one by one, as far as needed. */
export function isLazy(name: string): boolean {
  return name === 'and' || name === 'or';
}
