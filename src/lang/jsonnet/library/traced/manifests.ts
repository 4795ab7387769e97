/** Functions that make texts of values. */
import { expectBoolean } from '../../runtime/expect.ts';
import type { Machine } from '../../runtime/machine.ts';
import type { Site } from '../../runtime/site.ts';
import { force } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { type JsonStyle, manifestJsonEx } from '../manifest-json-ex.ts';
import { manifestToml } from '../manifest-toml.ts';
import { manifestYaml } from '../manifest-yaml.ts';
import { type Declared, type Lazies, traced } from '../native.ts';
import { manifestIni } from './manifest-ini.ts';
import { manifestPython, manifestPythonVars } from './manifest-python.ts';
import { manifestXml } from './manifest-xml.ts';
import { at, passed, T, TT, TTT, tailAt, testSites, through, within } from './places.ts';

const TOML = { call: tailAt('929:25-56'), variable: at('929:44-49', T) };

export const MANIFESTS: readonly Declared[] = [
  json(
    'manifestJson',
    { call: tailAt('1059:25-58'), variable: at('1059:44-49', T) },
    { indent: '    ', newline: '\n', separator: ': ' },
  ),
  json(
    'manifestJsonMinified',
    { call: tailAt('1061:33-71'), variable: at('1061:52-57', T) },
    { indent: '', newline: '', separator: ':' },
  ),
  traced('manifestToml', 'value', (machine, args) =>
    manifestToml({ machine, site: TOML.call }, through(machine, args.at(0), [TOML.call, TOML.variable]), '  '),
  ),
  traced('manifestYamlStream', 'value indent_array_in_object= c_document_end= quote_keys=', yamlStream, {
    indent_array_in_object: false,
    c_document_end: true,
    quote_keys: true,
  }),
  traced('manifestIni', 'ini', (machine, args) => manifestIni(machine, args.at(0))),
  traced('manifestPython', 'v', (machine, args) => manifestPython(machine, args.at(0))),
  traced('manifestPythonVars', 'conf', (machine, args) => manifestPythonVars(machine, args.at(0))),
  traced('manifestXmlJsonml', 'value', (machine, args) => manifestXml(machine, args.at(0))),
];

function json(
  name: string,
  { call, variable }: { readonly call: Site; readonly variable: Site },
  style: JsonStyle,
): Declared {
  return traced(name, 'value', (machine, args) =>
    manifestJsonEx({ machine, site: call }, through(machine, args.at(0), [call, variable]), style),
  );
}

const STREAM = {
  test: testSites('array', at('1312:9-27'), at('1312:21-26', T)),
  fault: at('1313:7-75'),
  join: at('(1315:17)-(1317:8)'),
  list: at('(1315:17)-(1317:8)', ''),
  call: at('1316:21-79', TT),
  element: at('1316:41-42', TTT),
  indents: at('1316:44-66', TTT),
  quotes: at('1316:68-78', TTT),
  end: at('1317:14-28'),
  condition: at('1317:11-53'),
};

function yamlStream(machine: Machine, args: Lazies): Value {
  const list = through(machine, args.at(0), STREAM.test);
  if (!(list instanceof JsonnetArray))
    throw machine.fault(`manifestYamlStream only takes arrays, got ${typeOf(list)}`, STREAM.fault);
  const documents = list.elements.map((element) =>
    within(machine, [STREAM.join], () => {
      const value = force(passed(element, STREAM.element), machine, STREAM.call);
      const indentsArrays = expectBoolean(
        machine,
        force(passed(args.at(1), STREAM.indents), machine, STREAM.call),
        STREAM.call,
      );
      const quotesKeys = expectBoolean(
        machine,
        force(passed(args.at(3), STREAM.quotes), machine, STREAM.call),
        STREAM.call,
      );
      return manifestYaml({ machine, site: STREAM.call }, value, { indentsArrays, quotesKeys });
    }),
  );
  const ends = expectBoolean(machine, force(args.at(2), machine, STREAM.end), STREAM.condition);
  return `---\n${documents.join('\n---\n')}${ends ? '\n...\n' : '\n'}`;
}
