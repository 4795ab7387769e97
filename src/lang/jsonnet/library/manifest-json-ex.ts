/** `std.manifestJsonEx`. */
import { formatFloat } from '../../go-value/text/format-float.ts';
import { JsonnetFunction } from '../runtime/function.ts';
import { force } from '../runtime/thunk.ts';
import { JsonnetArray, type Value } from '../runtime/value.ts';
import type { Call } from './native.ts';

export interface JsonStyle {
  readonly indent: string;
  readonly newline: string;
  readonly separator: string;
}

export function manifestJsonEx(call: Call, value: Value, style: JsonStyle): string {
  return new JsonWriter(call, style).text(value, { path: [], indent: '', depth: call.machine.limits.frames });
}

export interface Level {
  readonly path: readonly string[];
  readonly indent: string;
  /** Levels that are still allowed below. */
  readonly depth: number;
}

/** Values within values as deep as calls may be. */
export function refuseDepth({ machine, site }: Call, depth: number): void {
  machine.work(4);
  if (depth <= 0) throw machine.fault('max manifest depth exceeded, possible infinite recursion', site);
}

/** The shortest digits, never with an exponent. */
export function plainNumber(value: number): string {
  return formatFloat(value, { verb: 'f', precision: -1, bits: 64 });
}

class JsonWriter {
  private readonly call: Call;
  private readonly style: JsonStyle;

  constructor(call: Call, style: JsonStyle) {
    this.call = call;
    this.style = style;
  }

  text(value: Value, level: Level): string {
    refuseDepth(this.call, level.depth);
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return plainNumber(value);
    if (typeof value === 'string') {
      this.call.machine.makeText(value.length);
      return goJsonText(value);
    }
    if (value instanceof JsonnetArray) return this.array(value, level);
    const { machine, site } = this.call;
    if (value instanceof JsonnetFunction)
      throw machine.fault(`tried to manifest function at [${level.path.join(' ')}]`, site);
    const lines = value.fieldNames(false).map((name) => {
      const field = value.get(name, { machine, site });
      return goJsonText(name) + this.style.separator + this.text(field, this.below(level, name));
    });
    return this.enclosed(lines, level, '{}');
  }

  private array({ elements }: JsonnetArray, level: Level): string {
    const { machine, site } = this.call;
    const lines = elements.map((element, index) =>
      this.text(force(element, machine, site), this.below(level, String(index))),
    );
    return this.enclosed(lines, level, '[]');
  }

  private below({ path, indent, depth }: Level, step: string): Level {
    return { path: [...path, step], indent: indent + this.style.indent, depth: depth - 1 };
  }

  private enclosed(lines: readonly string[], { indent }: Level, brackets: string): string {
    const { newline } = this.style;
    const inner = indent + this.style.indent;
    const text = lines.map((line) => inner + line).join(`,${newline}`);
    this.call.machine.make(text.length / 16);
    return `${brackets.charAt(0)}${newline}${text}${newline}${indent}${brackets.charAt(1)}`;
  }
}

/** As Go's encoding/json quotes without regard to HTML. */
function goJsonText(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
