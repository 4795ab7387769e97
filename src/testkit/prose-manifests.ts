/** Manifests inside prose whose indentation may have been lost on the way: laid out again by the field tables. */
import type { AnyStruct, Shape } from '../api/schema/field.ts';

export interface ProseManifest {
  readonly kind: string;
  readonly yaml: string;
  /** Line of the prose, counted from 1. */
  readonly line: number;
}

const YAML_LINE = /^\s*(?:- |-$|#|$)|^\s*(?:- )?["']?[\w./-]+["']?:(?: |$)/;

/** Prose that stands right behind the last word of a manifest. */
const GLUED = /\b(true|false|allow)[A-Z].*$/;
/** An explanation of a field, not a field. */
const EXPLANATION = /: (?:true|false) - /;

/** The manifests of these kinds in a text. */
export function proseManifests(text: string, tables: Readonly<Record<string, AnyStruct>>): ProseManifest[] {
  const lines = text.split('\n').map((line) => line.replace(GLUED, '$1'));
  return lines.flatMap((line, at) => {
    if (!/^apiVersion: argoproj\.io\//.test(line)) return [];
    const kind = /^kind: (\w+)/.exec(lines[at + 1] ?? '')?.[1] ?? '';
    const table = tables[kind];
    if (table === undefined) return [];
    const end = lines.findIndex((next, index) => index > at && endsBlock(next, lines[index - 1] ?? '', table));
    const block = lines.slice(at, end < 0 ? undefined : end);
    const isFlat = !block.some((one) => /^\s+\S/.test(one));
    return [{ kind, line: at + 1, yaml: isFlat ? laidOut(block, table) : block.join('\n') }];
  });
}

/** Prose goes on where a line is no YAML, or an unknown key follows at the margin behind an empty line. */
function endsBlock(line: string, before: string, table: AnyStruct): boolean {
  if (/^(?:---|\.\.\.)/.test(line) || !YAML_LINE.test(line)) return !/^\S+$/.test(line) || !before.endsWith('|');
  if (EXPLANATION.test(line)) return true;
  const key = /^([\w]+):/.exec(line)?.[1];
  const known = key !== undefined && table.members.some((member) => member.key === key);
  return before.trim() === '' && /^\S/.test(line) && !known;
}

interface Frame {
  readonly shape: Shape;
  readonly indent: number;
  /** Text lines of a block scalar, or anything inside a raw value. */
  readonly isFree: boolean;
}

/** The lines, indented as the nesting of their keys asks for. */
function laidOut(lines: readonly string[], table: AnyStruct): string {
  let frames: Frame[] = [{ shape: { kind: 'struct', struct: table }, indent: 0, isFree: false }];
  const out: string[] = [];
  for (const line of lines) {
    const [, dash = '', key = ''] = /^(- )?(?:["']?([\w./-]+)["']?:(?: |$))?/.exec(line) ?? [];
    frames = dash === '' ? framesFor(frames, key) : frames.slice(0, lastList(frames) + 1);
    const frame = frames.at(-1);
    if (frame === undefined) continue;
    out.push(' '.repeat(frame.indent) + line);
    if (dash !== '' && frame.shape.kind === 'list') {
      frames.push({ shape: frame.shape.of, indent: frame.indent + 2, isFree: frame.shape.of.kind === 'raw' });
    }
    frames = opened(frames, key, line);
  }
  return out.join('\n');
}

function framesFor(frames: readonly Frame[], key: string): Frame[] {
  // Inside anything free only a key of the spec ends it: those of the whole object are too common.
  const isFree = frames.at(-1)?.isFree === true;
  const takes = (frame: Frame, index: number): boolean =>
    memberOf(frame, key) !== undefined && !(isFree && index === 0);
  // A template that overrides stands rarely; the one of the whole set always.
  const at = key === 'template' ? frames.findIndex(takes) : frames.findLastIndex(takes);
  return at < 0 ? [...frames] : frames.slice(0, at + 1);
}

function opened(frames: readonly Frame[], key: string, line: string): Frame[] {
  const parent = frames.at(-1);
  const shape = parent && memberOf(parent, key);
  if (parent === undefined || shape === undefined) return [...frames];
  const isBlock = /[|>][-+]?$/.test(line);
  if (!/:\s*$/.test(line) && !isBlock) return [...frames];
  const isFree = isBlock || shape.kind === 'rawObject' || shape.kind === 'map';
  return [...frames, { shape, indent: parent.indent + 2, isFree }];
}

function memberOf(frame: Frame, key: string): Shape | undefined {
  if (frame.shape.kind !== 'struct') return undefined;
  return frame.shape.struct.members.find((member) => member.key === key)?.field.shape;
}

function lastList(frames: readonly Frame[]): number {
  return frames.findLastIndex(({ shape }) => shape.kind === 'list');
}
