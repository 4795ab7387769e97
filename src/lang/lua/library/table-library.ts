/** `table.*`. */
import { joinable, lessThan } from '../runtime/operate.ts';
import { firstOf, isTruthy, type LuaValue, NOTHING, type Results, typeOf } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';
import { library } from './library.ts';
import { insertionSort, mergeSort } from './sorting.ts';

export const TABLE_LIBRARY = library({
  concat,
  getn: (args) => args.table(1).length,
  insert,
  maxn: (args) => args.table(1).length,
  remove,
  sort,
});

function concat(args: Arguments): Results {
  const { machine } = args;
  const table = args.table(1);
  const separator = args.optionalString(2, '');
  const from = args.optionalInteger(3, 1);
  const { length } = table;
  const to = args.optionalInteger(4, length);
  if (args.count === 3 && (from > length || from < 1)) return '';
  const pieces: string[] = [];
  let only: LuaValue;
  let size = 0;
  for (let place = Math.max(Math.min(from, length), 1); place <= Math.min(to, length); place++) {
    const value = table.get(place);
    const piece = joinable(value);
    if (piece === undefined) {
      throw machine.fault(`invalid value (${typeOf(value)}) at index ${place} in table for concat`);
    }
    machine.spend(1);
    size += piece.length + separator.length;
    pieces.push(piece);
    only = value;
  }
  // One value alone stays what it is.
  if (pieces.length === 1) return only;
  machine.allocateString(size);
  return pieces.join(separator);
}

/** One below the smallest number of 64 bits is the largest: there is nothing. */
function remove(args: Arguments): Results {
  const table = args.table(1);
  const position = args.count === 1 ? -1 : args.integer(2);
  if (position <= -(2 ** 63)) return undefined;
  if (position > 0) args.machine.spend(Math.max(table.list.length - position, 0) >> 3);
  return table.remove(position);
}

function insert(args: Arguments): Results {
  const table = args.table(1);
  if (args.count === 1) throw args.machine.fault('wrong number of arguments');
  if (args.count === 2) {
    table.append(args.at(2));
    return NOTHING;
  }
  const position = args.integer(2);
  const value = args.any(3);
  args.machine.spend(Math.max(table.list.length - position, 0) >> 3);
  table.insert(position, value);
  return NOTHING;
}

/** As long as Go sorts by insertion: then errors come for the same pair as there. */
const SHORT = 12;

/** Order of equal values is as it was; Go's is any in longer lists. */
function sort(args: Arguments): Results {
  const { machine } = args;
  const { list } = args.table(1);
  const order = args.count === 1 ? undefined : args.function(2);
  const isLess = (left: LuaValue, right: LuaValue) => {
    machine.spend(1);
    if (order === undefined) return lessThan(machine, left, right);
    return isTruthy(firstOf(order.call(machine, [left, right])));
  };
  machine.callingBack(() => {
    if (list.length <= SHORT) insertionSort(list, isLess);
    else mergeSort(list, isLess);
  });
  return NOTHING;
}
