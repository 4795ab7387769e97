/** `std.manifestXmlJsonml`: arrays of a tag, attributes and children. */
import { expectArray } from '../../runtime/expect.ts';
import { indexValue } from '../../runtime/index-value.ts';
import type { Machine } from '../../runtime/machine.ts';
import { textOf } from '../../runtime/manifest.ts';
import { JsonnetObject } from '../../runtime/object.ts';
import { force, type Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { lengthOf } from './length-of.ts';
import { at, boundIn, laterIn, passed, T, testSites, through, within } from './places.ts';

const AUX = 'function <aux>';
const TAG = boundIn('tag', AUX);
const HAS = boundIn('has_attrs', AUX);
const ATTRIBUTES = boundIn('attrs_str', AUX);
const DEEP = laterIn(AUX);

const XML = {
  test: testSites('array', at('1347:9-27'), at('1347:21-26', T)),
  fault: at('1348:7-75'),
  call: at('1362:7-17'),
  text: testSites('string', at('1351:12-27', AUX), at('1351:25-26', DEEP)),
  tag: at('1354:23-27', TAG),
  length: at('1355:29-42', HAS),
  second: at('1355:63-67', laterIn(HAS)),
  attribute: at('1359:44-52', laterIn(laterIn(laterIn(laterIn(ATTRIBUTES))))),
  attributeText: at('1359:27-53', ''),
  child: at('1360:52-58', laterIn(laterIn(DEEP))),
  childElement: at('1360:56-57', laterIn(laterIn(laterIn(DEEP)))),
  join: at('1360:11-95', AUX),
};

export function manifestXml(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, XML.test);
  if (!(value instanceof JsonnetArray))
    throw machine.fault(`Expected a JSONML value (an array), got ${typeOf(value)}`, XML.fault);
  return within(machine, [XML.call], () => element(machine, value));
}

function element(machine: Machine, lazy: Lazy): string {
  const value = through(machine, lazy, XML.text);
  if (typeof value === 'string') return value;
  const tag = indexValue(machine, value, 0, XML.tag);
  const second = lengthOf(machine, value, XML.length) > 1 ? indexValue(machine, value, 1, XML.second) : null;
  const attributes = second instanceof JsonnetObject ? second : undefined;
  const children = expectArray(machine, value, XML.tag).elements.slice(attributes === undefined ? 1 : 2);
  const inner = children.map((child) =>
    within(machine, [XML.join, XML.child], () => element(machine, passed(child, XML.childElement))),
  );
  const name = joined(machine, tag);
  return `<${name}${attributesText(machine, attributes)}>${inner.join('')}</${name}>`;
}

function attributesText(machine: Machine, attributes: JsonnetObject | undefined): string {
  if (attributes === undefined) return '';
  return attributes
    .fieldNames(false)
    .map((name) => {
      const value = attributes.get(name, { machine, site: XML.attribute });
      return ` ${name}="${textOf(machine, value, XML.attributeText)}"`;
    })
    .join('');
}

/** Tags may be arrays of texts. */
function joined(machine: Machine, tag: Value): string {
  if (typeof tag === 'string') return tag;
  if (tag instanceof JsonnetArray)
    return tag.elements.map((part) => joined(machine, force(part, machine, XML.join))).join('');
  throw machine.fault(`Expected string or array, got ${typeOf(tag)}`, at('347:7-63'));
}
