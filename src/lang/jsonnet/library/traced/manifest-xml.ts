/** `std.manifestXmlJsonml`: arrays of a tag, attributes and children. */
import { expectArray } from '../../runtime/expect.ts';
import { indexValue } from '../../runtime/index-value.ts';
import type { Machine } from '../../runtime/machine.ts';
import { JsonnetObject } from '../../runtime/object.ts';
import type { Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { deepJoin } from './deep-join.ts';
import { modAt } from './format.ts';
import { lengthOf } from './length-of.ts';
import { at, boundIn, computed, laterIn, passed, T, tailAt, testSites, through, within } from './places.ts';

const AUX = 'function <aux>';
const TAG = boundIn('tag', AUX);
const HAS = boundIn('has_attrs', AUX);
const ATTRIBUTES = boundIn('attrs_str', AUX);
const DEEP = laterIn(AUX);

const XML = {
  test: testSites('array', at('1347:9-27'), at('1347:21-26', T)),
  fault: at('1348:7-75'),
  call: tailAt('1362:7-17'),
  text: testSites('string', at('1351:12-27', AUX), at('1351:25-26', DEEP)),
  tag: at('1354:23-27', TAG),
  length: at('1355:29-42', HAS),
  second: at('1355:63-67', laterIn(HAS)),
  attribute: at('1359:44-52', laterIn(laterIn(laterIn(ATTRIBUTES)))),
  attributeText: at('1359:27-53', ''),
  child: at('1360:52-58', laterIn(laterIn(DEEP))),
  childElement: at('1360:56-57', laterIn(laterIn(laterIn(DEEP)))),
  join: at('1360:11-95', AUX),
  firstTag: at('1360:30-33', laterIn(DEEP)),
  lastTag: at('1360:85-88', laterIn(DEEP)),
};

export function manifestXml(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, XML.test);
  if (!(value instanceof JsonnetArray))
    throw machine.fault(`Expected a JSONML value (an array), got ${typeOf(value)}`, XML.fault);
  return within(machine, [XML.call], () => element(machine, value));
}

function element(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, XML.text);
  if (typeof value === 'string') return value;
  const tag = computed((running) => indexValue(running, value, 0, XML.tag));
  const pieces = new JsonnetArray([
    ...['<', passed(tag, XML.firstTag), computed((running) => attributesText(running, value)), '>'],
    ...[computed((running) => children(running, value)), '</', passed(tag, XML.lastTag), '>'],
  ]);
  return within(machine, [XML.join], () => deepJoin(machine, pieces));
}

/** The object behind the tag, if there is one. */
function attributesOf(machine: Machine, value: Value): JsonnetObject | undefined {
  if (lengthOf(machine, value, XML.length) <= 1) return undefined;
  const second = indexValue(machine, value, 1, XML.second);
  return second instanceof JsonnetObject ? second : undefined;
}

function children(machine: Machine, value: Value): Value {
  const start = attributesOf(machine, value) === undefined ? 1 : 2;
  const elements = expectArray(machine, value, XML.tag).elements.slice(start);
  return new JsonnetArray(
    elements.map((child) =>
      computed((running) => within(running, [XML.child], () => element(running, passed(child, XML.childElement)))),
    ),
  );
}

function attributesText(machine: Machine, value: Value): string {
  const attributes = attributesOf(machine, value);
  if (attributes === undefined) return '';
  const texts = attributes.fieldNames(false).map((name) => {
    const attribute = computed((running) => attributes.get(name, { machine: running, site: XML.attribute }));
    return modAt(machine, XML.attributeText, [' %s="%s"', name, attribute]);
  });
  return texts.join('');
}
