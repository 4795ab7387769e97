/** `default`, `empty`, `coalesce`, `ternary`, `typeOf`: choices by emptiness and type. */
import { ANY, BOOL, GoStruct, type GoValue, isTrue, kindOf, STRING, typeName } from '../../go-value/index.ts';
import { define, defineVariadic } from '../define.ts';
import { deepEqual } from '../lists/deep-equal.ts';

/** False, zero, nil and what has no elements; a struct never is. */
function isEmpty(value: GoValue): boolean {
  return !(value instanceof GoStruct) && !isTrue(value);
}

export const CHOICE_FUNCTIONS = [
  defineVariadic('default', [ANY, ANY], (args) => {
    const isGiven = args.values.length > 1 && !isEmpty(args.value(1));
    return isGiven ? args.value(1) : args.value(0);
  }),
  define('empty', [ANY], (args) => isEmpty(args.value(0))),
  defineVariadic('coalesce', [ANY], (args) => args.values.find((value) => !isEmpty(value)) ?? null),
  defineVariadic('all', [ANY], (args) => !args.values.some(isEmpty)),
  defineVariadic('any', [ANY], (args) => args.values.some((value) => !isEmpty(value))),
  define('ternary', [ANY, ANY, BOOL], (args) => args.value(args.boolean(2) ? 0 : 1)),
  define('typeOf', [ANY], (args) => typeName(args.value(0))),
  define('typeIs', [STRING, ANY], (args) => args.text(0) === typeName(args.value(1))),
  define('typeIsLike', [STRING, ANY], (args) => {
    const name = typeName(args.value(1));
    return args.text(0) === name || `*${args.text(0)}` === name;
  }),
  define('kindOf', [ANY], (args) => kindOf(args.value(0))),
  define('kindIs', [STRING, ANY], (args) => args.text(0) === kindOf(args.value(1))),
  define('deepEqual', [ANY, ANY], (args) => deepEqual(args.value(0), args.value(1))),
];
