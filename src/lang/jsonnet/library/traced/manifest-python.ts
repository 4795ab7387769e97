/** `std.manifestPython`. */
import { expectObject } from '../../runtime/expect.ts';
import { JsonnetFunction } from '../../runtime/function.ts';
import type { Machine } from '../../runtime/machine.ts';
import { numberText, quoteText } from '../../runtime/manifest.ts';
import { JsonnetObject } from '../../runtime/object.ts';
import type { Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, type Value } from '../../runtime/value.ts';
import { at, boundIn, computed, F, laterIn, passed, T, testSites, through, within } from './places.ts';

const FIELDS = boundIn('fields', F);
const PYTHON = {
  test: testSites('object', at('1321:8-23'), at('1321:21-22', T)),
  field: at('1323:48-72', laterIn(laterIn(FIELDS))),
  fieldValue: at('1323:67-71', laterIn(laterIn(laterIn(laterIn(FIELDS))))),
  element: at('1328:33-55', laterIn(laterIn(T))),
  elementValue: at('1328:52-54', laterIn(laterIn(laterIn(T)))),
  fault: at('1332:7-39'),
};

export function manifestPython(machine: Machine, lazy: Lazy): string {
  const value = through(machine, lazy, PYTHON.test);
  if (value instanceof JsonnetObject) {
    const fields = value.fieldNames(false).map((name) => {
      const field = computed((running) => value.get(name, { machine: running, site: PYTHON.fieldValue }));
      return `${quoteText(name)}: ${within(machine, [PYTHON.field], () => manifestPython(machine, field))}`;
    });
    return `{${fields.join(', ')}}`;
  }
  if (value instanceof JsonnetArray) {
    const elements = value.elements.map((element) =>
      within(machine, [PYTHON.element], () => manifestPython(machine, passed(element, PYTHON.elementValue))),
    );
    return `[${elements.join(', ')}]`;
  }
  if (value instanceof JsonnetFunction) throw machine.fault('cannot manifest function', PYTHON.fault);
  if (typeof value === 'string') return quoteText(value);
  if (typeof value === 'number') return numberText(value);
  return value === null ? 'None' : value ? 'True' : 'False';
}

const VARS = boundIn('vars', F);
const CONF = {
  object: [
    at('1344:5-32'),
    at('1344:20-24', T),
    at('1343:18-96', ''),
    at('1343:73-95', VARS),
    at('1570:5-33'),
    at('1570:24-25', T),
    at('1343:90-94', laterIn(VARS)),
  ],
  fields: at('1570:5-33'),
  call: at('1343:35-62', laterIn(laterIn(VARS))),
  value: at('1343:54-61', laterIn(laterIn(laterIn(VARS)))),
};

/** One assignment a line. */
export function manifestPythonVars(machine: Machine, lazy: Lazy): Value {
  const calls = CONF.object.slice(0, 4);
  const conf = through(machine, lazy, CONF.object);
  const object = within(machine, calls, () => expectObject(machine, conf, CONF.fields));
  const lines = object.fieldNames(false).map((name) => {
    const value = computed((running) => object.get(name, { machine: running, site: CONF.value }));
    return `${name} = ${within(machine, [CONF.call], () => manifestPython(machine, value))}\n`;
  });
  return lines.join('');
}
