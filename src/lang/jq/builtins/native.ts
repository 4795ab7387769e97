/** The functions that are not written in jq itself. */
import type { Json } from '../../../base/json-value.ts';
import { type Filter, made, type Point } from '../compile/filter.ts';
import type { Frame } from '../compile/machine.ts';
import { COLLECTIONS } from './collections.ts';
import { DATES } from './dates.ts';
import { GENERATORS } from './generators.ts';
import { NUMBERS } from './numbers.ts';
import { PATTERNS } from './patterns.ts';
import { SORTED } from './sorted.ts';
import type { FunctionTable, ValueFunction } from './table.ts';
import { TEXTS } from './texts.ts';

const VALUE_FUNCTIONS: FunctionTable = { ...COLLECTIONS, ...TEXTS, ...NUMBERS, ...PATTERNS, ...DATES };
const FILTERS = { ...GENERATORS, ...SORTED };

/** A native function over these arguments; undefined where there is none of that name and number of arguments. */
export function nativeFunction(name: string, args: readonly Filter[]): Filter | undefined {
  const key = `${name}/${args.length}`;
  const build = Object.hasOwn(FILTERS, key) ? FILTERS[key] : undefined;
  if (build !== undefined) return build(args);
  const apply = Object.hasOwn(VALUE_FUNCTIONS, key) ? VALUE_FUNCTIONS[key] : undefined;
  return apply === undefined ? undefined : overArguments(name, args, apply);
}

/** All combinations of the arguments' outputs, the first argument varying first. */
function overArguments(name: string, args: readonly Filter[], apply: ValueFunction): Filter {
  return (frame, input, emit) => {
    const plain = { value: input.value, path: undefined };
    choose({ args, frame, plain }, [], (values) => {
      frame.budget.step();
      emit(made(apply({ name, input: input.value, args: values, budget: frame.budget }), input));
    });
  };
}

interface Choice {
  readonly args: readonly Filter[];
  readonly frame: Frame;
  readonly plain: Point;
}

function choose(choice: Choice, chosen: readonly Json[], use: (values: readonly Json[]) => void): void {
  const filter = choice.args[choice.args.length - 1 - chosen.length];
  if (filter === undefined) {
    use(chosen);
    return;
  }
  filter(choice.frame, choice.plain, ({ value }) => choose(choice, [value, ...chosen], use));
}
