/** `std.manifestIni`: fields of `main`, then sections; an array repeats its key. */
import { expectObject } from '../../runtime/expect.ts';
import { indexValue } from '../../runtime/index-value.ts';
import type { Machine } from '../../runtime/machine.ts';
import type { JsonnetObject } from '../../runtime/object.ts';
import type { Site } from '../../runtime/site.ts';
import type { Lazy, Thunk } from '../../runtime/thunk.ts';
import { JsonnetArray, type Value } from '../../runtime/value.ts';
import { modAt } from './format.ts';
import { at, boundIn, computed, F, laterIn, passed, T, TT, tailAt, testSites, through, within } from './places.ts';

const MAIN = boundIn('main_body', F);
const ALL = boundIn('all_sections', F);
const BODY = 'function <body_lines>';
const VALUE = boundIn('value_or_values', laterIn(laterIn(BODY)));

const INI = {
  object: [
    ...[tailAt('927:5-71'), at('927:20-29', T), at('922:26-52', MAIN), tailAt('1576:5-33'), at('1576:21-22', T)],
    at('922:40-43', laterIn(MAIN)),
  ],
  hasMain: tailAt('1576:5-33'),
  main: at('922:69-77', laterIn(MAIN)),
  all: [
    ...[at('927:32-63', T), tailAt('901:5-46'), at('901:37-41', T), at('927:50-62', TT), at('(923:26)-(926:6)', '')],
    ...[at('925:16-46', ALL), tailAt('1570:5-33'), at('1570:24-25', T)],
  ],
  sections: at('925:33-45', laterIn(ALL)),
  section: at('924:24-39', laterIn(laterIn(ALL))),
  join: tailAt('927:5-71'),
  inMain: [at('927:20-29', T), at('922:58-78', MAIN)],
  inSection: [
    ...[at('927:32-63', T), tailAt('901:5-46'), at('901:34-35'), at('924:7-40', laterIn(ALL))],
    at('921:62-79', 'function <section_lines>'),
  ],
  toValue: [
    at('(911:7)-(919:9)', BODY),
    ...testSites('array', at('913:12-40', laterIn(laterIn(BODY))), at('913:24-39', laterIn(laterIn(laterIn(BODY))))),
  ],
  elementValue: at('914:28-33', laterIn(laterIn(laterIn(laterIn(BODY))))),
  title: at('921:42-58', ''),
  body: at('(911:7)-(919:9)', BODY),
  fields: [at('(911:20)-(919:8)', ''), at('918:18-40', laterIn(BODY))],
  fieldsOf: tailAt('1570:5-33'),
  ofBody: [tailAt('1570:5-33'), at('1570:24-25', T), at('918:35-39', laterIn(laterIn(BODY)))],
  value: at('912:33-40', VALUE),
  single: at('916:12-44', ''),
  element: at('914:12-34', ''),
};

export function manifestIni(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, INI.object);
  const ini = within(machine, INI.object.slice(0, 3), () => expectObject(machine, value, INI.hasMain));
  return within(machine, [INI.join], () => {
    const main = ini.allFields().get('main');
    const lines =
      main === undefined || main === 'hidden'
        ? []
        : bodyLines(machine, () => ini.get('main', { machine, site: INI.main }), INI.inMain);
    const all = within(machine, INI.all, () => ini.get('sections', { machine, site: INI.sections }));
    const sections = within(machine, INI.all.slice(0, -2), () => expectObject(machine, all, tailAt('1570:5-33')));
    for (const name of sections.fieldNames(false)) {
      const title = computed((running) => modAt(running, INI.title, ['[%s]', name]));
      lines.push(title, ...bodyLines(machine, () => sections.get(name, { machine, site: INI.section }), INI.inSection));
    }
    machine.depth -= 1;
    const texts = lines.map((line) => `${line.force(machine, INI.join)}\n`);
    machine.depth += 1;
    return texts.join('');
  });
}

/** `calls` lead to the body, which `get` asks for. */
function bodyLines(machine: Machine, get: () => Value, calls: readonly Site[]): Thunk[] {
  const open = [...calls, INI.body, ...INI.fields];
  const value = within(machine, [...open, ...INI.ofBody], get);
  const body: JsonnetObject = within(machine, open, () => expectObject(machine, value, INI.fieldsOf));
  const line = (site: Site, name: string, field: Lazy) =>
    computed((running) => modAt(running, site, ['%s = %s', name, field]));
  return body.fieldNames(false).flatMap((name) => {
    const field = within(machine, [...calls, ...INI.toValue], () => indexValue(machine, body, name, INI.value));
    if (!(field instanceof JsonnetArray)) return [line(INI.single, name, field)];
    return field.elements.map((element) => line(INI.element, name, passed(element, INI.elementValue)));
  });
}
