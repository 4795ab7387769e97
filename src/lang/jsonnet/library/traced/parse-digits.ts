/** `std.parseOctal` and `std.parseHex`. */
import type { Site } from '../../runtime/site.ts';
import { characters } from '../../runtime/text.ts';
import { typeOf } from '../../runtime/value.ts';
import { type Declared, traced } from '../native.ts';
import { at, T, tailAt, testSites, through, within } from './places.ts';

export const DIGITS: readonly Declared[] = [
  parser('parseOctal', 8, {
    test: testSites('string', at('106:12-29'), at('106:25-28', T)),
    typeFault: at('(106:5)-(108:22)', ''),
    empty: 'Not an octal number: ""',
    emptyFault: at('(107:5)-(108:22)', ''),
    call: tailAt('108:5-22'),
  }),
  parser('parseHex', 16, {
    test: testSites('string', at('111:12-29'), at('111:25-28', T)),
    typeFault: at('(111:5)-(113:23)', ''),
    empty: 'Not hexadecimal: ""',
    emptyFault: at('(112:5)-(113:23)', ''),
    call: tailAt('113:5-23'),
  }),
];

interface ParserPlaces {
  readonly test: readonly Site[];
  readonly typeFault: Site;
  readonly empty: string;
  readonly emptyFault: Site;
  readonly call: Site;
}

const FOLD = at('95:5-49');
const DIGIT_FAULT = at('(93:7)-(94:31)', '');

function parser(name: string, base: number, places: ParserPlaces): Declared {
  return traced(name, 'str', (machine, args) => {
    const text = through(machine, args.at(0), places.test);
    if (typeof text !== 'string') throw machine.fault(`Expected string, got ${typeOf(text)}`, places.typeFault);
    if (text === '') throw machine.fault(places.empty, places.emptyFault);
    let value = 0;
    machine.work(text.length >> 2);
    for (const character of characters(text)) {
      const digit = digitOf(character);
      if (digit < 0 || digit >= base)
        within(machine, [places.call, FOLD], () => {
          throw machine.fault(`${text} is not a base ${base} integer`, DIGIT_FAULT);
        });
      value = base * value + digit;
    }
    return value;
  });
}

/** Letters count on from ten, and so does what stands behind them. */
function digitOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 97) return code - 97 + 10;
  return code >= 65 ? code - 65 + 10 : code - 48;
}
