/** `std.manifestTomlEx`. */
import { numberText, quoteText } from '../runtime/manifest.ts';
import { JsonnetObject } from '../runtime/object.ts';
import { force } from '../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../runtime/value.ts';
import { refuseDepth } from './manifest-json-ex.ts';
import type { Call } from './native.ts';

export function manifestToml(call: Call, value: Value, indent: string): string {
  if (!(value instanceof JsonnetObject))
    throw call.machine.fault(`TOML body must be an object. Got ${typeOf(value)}`, call.site);
  const place = { path: [], indexed: [], indent: '', depth: call.machine.limits.frames };
  return new TomlWriter(call, indent).body(value, place);
}

interface Place {
  /** Names of the tables around. */
  readonly path: readonly string[];
  /** The same with indexes of arrays. */
  readonly indexed: readonly string[];
  readonly indent: string;
  readonly depth: number;
}

class TomlWriter {
  private readonly call: Call;
  private readonly step: string;

  constructor(call: Call, step: string) {
    this.call = call;
    this.step = step;
  }

  /** Values first, then tables. */
  body(object: JsonnetObject, place: Place): string {
    refuseDepth(this.call, place.depth);
    const { machine, site } = this.call;
    const lines: string[] = [];
    const sections: string[] = [''];
    for (const name of object.fieldNames(false)) {
      const value = object.get(name, { machine, site });
      const inner = { ...place, indexed: [...place.indexed, name], depth: place.depth - 1 };
      if (this.isSection(value)) sections.push(this.section(value, { ...inner, path: [...place.path, name] }));
      else lines.push(...`${tomlKey(name)} = ${this.value(value, { ...inner, indent: '' }, false)}`.split('\n'));
    }
    const start = lines.length > 0 ? place.indent : '';
    return start + lines.join(`\n${place.indent}`) + sections.join('\n\n');
  }

  /** Objects, and arrays of nothing but objects. */
  private isSection(value: Value): boolean {
    if (!(value instanceof JsonnetArray)) return value instanceof JsonnetObject;
    const { machine, site } = this.call;
    return (
      value.elements.length > 0 &&
      value.elements.every((element) => force(element, machine, site) instanceof JsonnetObject)
    );
  }

  private section(value: Value, place: Place): string {
    refuseDepth(this.call, place.depth);
    if (value instanceof JsonnetObject) return this.table(value, place, '[]');
    const { machine, site } = this.call;
    const elements = value instanceof JsonnetArray ? value.elements : [];
    const tables = elements.map((element, index) => {
      const object = force(element, machine, site);
      if (!(object instanceof JsonnetObject)) throw machine.fault('invalid type for section', site);
      return this.table(object, { ...place, indexed: [...place.indexed, String(index)] }, '[[]]');
    });
    return tables.join('\n\n');
  }

  private table(object: JsonnetObject, place: Place, brackets: '[]' | '[[]]'): string {
    this.call.machine.work(4);
    const half = brackets.length / 2;
    const name = place.path.map(tomlKey).join('.');
    const head = `${place.indent}${brackets.slice(0, half)}${name}${brackets.slice(half)}`;
    const gap = object.fieldNames(false).length > 0 ? '\n' : '';
    return head + gap + this.body(object, { ...place, indent: place.indent + this.step, depth: place.depth - 1 });
  }

  private value(value: Value, place: Place, isInline: boolean): string {
    refuseDepth(this.call, place.depth);
    const { machine, site } = this.call;
    if (value === null) throw machine.fault(`Tried to manifest "null" at [${place.indexed.join(' ')}]`, site);
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return numberText(value);
    if (typeof value === 'string') {
      machine.makeText(value.length);
      return quoteText(value);
    }
    if (value instanceof JsonnetArray) return this.array(value, place, isInline);
    if (!(value instanceof JsonnetObject))
      throw machine.fault(`Tried to manifest function at [${place.indexed.join(' ')}]`, site);
    const fields = value.fieldNames(false).map((name) => {
      const field = value.get(name, { machine, site });
      return `${tomlKey(name)} = ${this.value(field, below(place, name), true)}`;
    });
    return `{ ${fields.join(', ')} }`;
  }

  private array({ elements }: JsonnetArray, place: Place, isInline: boolean): string {
    if (elements.length === 0) return '[]';
    const { machine, site } = this.call;
    const indent = isInline ? '' : place.indent + this.step;
    const separator = isInline ? ' ' : '\n';
    const items = elements.map((element, index) => {
      const value = force(element, machine, site);
      return indent + this.value(value, below(place, String(index)), true);
    });
    return `[${separator}${items.join(`,${separator}`)}${separator}${isInline ? place.indent : ''}]`;
  }
}

function below(place: Place, step: string): Place {
  return { ...place, indexed: [...place.indexed, step], indent: '', depth: place.depth - 1 };
}

/** Names of letters, digits, dashes and underscores need no quotes. */
function tomlKey(name: string): string {
  if (name === '') return "''";
  return /^[A-Za-z0-9\-_]+$/.test(name) ? name : quoteText(name);
}
