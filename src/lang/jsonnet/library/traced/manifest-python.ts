/** `std.manifestPython`. */
import { expectObject } from '../../runtime/expect.ts';
import { JsonnetFunction } from '../../runtime/function.ts';
import type { Machine } from '../../runtime/machine.ts';
import { numberText, quoteText } from '../../runtime/manifest.ts';
import { JsonnetObject } from '../../runtime/object.ts';
import type { Site } from '../../runtime/site.ts';
import type { Lazy, Thunk } from '../../runtime/thunk.ts';
import { JsonnetArray, type Value } from '../../runtime/value.ts';
import { modAt } from './format.ts';
import { at, boundIn, computed, F, laterIn, passed, T, tailAt, testSites, through, within } from './places.ts';

const FIELDS = boundIn('fields', F);
const PYTHON = {
  test: testSites('object', at('1321:8-23'), at('1321:21-22', T)),
  object: tailAt('1326:7-40', ''),
  fields: at('1326:17-39', T),
  pair: at('1323:9-73', ''),
  field: at('1323:48-72', laterIn(laterIn(FIELDS))),
  fieldValue: at('1323:67-71', laterIn(laterIn(laterIn(FIELDS)))),
  array: tailAt('1328:7-70', ''),
  elements: at('1328:17-69', T),
  element: at('1328:33-55', laterIn(laterIn(T))),
  elementValue: at('1328:52-54', laterIn(laterIn(laterIn(T)))),
  fault: at('1332:7-39'),
};

export function manifestPython(machine: Machine, lazy: Lazy): string {
  const value = through(machine, lazy, PYTHON.test);
  if (value instanceof JsonnetObject) {
    const pairs = value.fieldNames(false).map((name) => computed((running) => pairOf(running, value, name)));
    return modAt(machine, PYTHON.object, ['{%s}', joined(pairs, PYTHON.fields)]);
  }
  if (value instanceof JsonnetArray) {
    const elements = value.elements.map((element) =>
      computed((running) =>
        within(running, [PYTHON.element], () => manifestPython(running, passed(element, PYTHON.elementValue))),
      ),
    );
    return modAt(machine, PYTHON.array, ['[%s]', joined(elements, PYTHON.elements)]);
  }
  if (value instanceof JsonnetFunction) throw machine.fault('cannot manifest function', PYTHON.fault);
  if (typeof value === 'string') {
    machine.makeText(value.length);
    return quoteText(value);
  }
  if (typeof value === 'number') return numberText(value);
  return value === null ? 'None' : value ? 'True' : 'False';
}

function pairOf(machine: Machine, object: JsonnetObject, name: string): string {
  const field = computed((running) => object.get(name, { machine: running, site: PYTHON.fieldValue }));
  const value = computed((running) => within(running, [PYTHON.field], () => manifestPython(running, field)));
  return modAt(machine, PYTHON.pair, ['%s: %s', quoteText(name), value]);
}

/** `std.join(", ", …)` of texts at some place. */
function joined(texts: readonly Thunk[], site: Site): Thunk {
  return computed((machine) => texts.map((text) => String(text.force(machine, site))).join(', '));
}

const VARS = boundIn('vars', F);
const CONF = {
  object: [
    tailAt('1344:5-32'),
    at('1344:20-24', T),
    at('1343:18-96', ''),
    at('1343:73-95', VARS),
    tailAt('1570:5-33'),
    at('1570:24-25', T),
    at('1343:90-94', laterIn(VARS)),
  ],
  fields: tailAt('1570:5-33'),
  join: tailAt('1344:5-32'),
  line: at('1343:19-63', ''),
  call: at('1343:35-62', laterIn(laterIn(VARS))),
  value: at('1343:54-61', laterIn(laterIn(laterIn(VARS)))),
};

/** One assignment a line. */
export function manifestPythonVars(machine: Machine, lazy: Lazy): Value {
  const calls = CONF.object.slice(0, 4);
  const conf = through(machine, lazy, CONF.object);
  const object = within(machine, calls, () => expectObject(machine, conf, CONF.fields));
  const lines = object.fieldNames(false).map((name) => {
    const field = computed((running) => object.get(name, { machine: running, site: CONF.value }));
    const value = computed((running) => within(running, [CONF.call], () => manifestPython(running, field)));
    const line = computed((running) => modAt(running, CONF.line, ['%s = %s', name, value]));
    return `${line.force(machine, CONF.join)}\n`;
  });
  return lines.join('');
}
