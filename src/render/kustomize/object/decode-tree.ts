/** The tree of a YAML document → an object, as Kustomize reads it: with the words of YAML 1.2 and text for keys. */

import { resolveNumber } from '../../../lang/yaml/go-scalars.ts';
import {
  type DecodeLimits,
  type YamlMapping,
  type YamlScalar,
  type YamlSequence,
  YamlSyntaxFault,
  type YamlTree,
} from '../../../lang/yaml/read-tree.ts';
import { type Node, type NodeMap, put } from './node.ts';
import { noteFlow, noteNull, noteOpenKey, noteQuoted } from './notes.ts';
import { readPlain } from './written.ts';

/** Throws `YamlSyntaxFault` for what cannot be an object. Aliases are written out. */
export function decodeTree(root: YamlTree, limits: DecodeLimits): Node {
  return new TreeDecoder(limits).value(root);
}

class TreeDecoder {
  private readonly limits: DecodeLimits;
  private readonly open = new Set<YamlTree>();
  private aliases = 0;

  constructor(limits: DecodeLimits) {
    this.limits = limits;
  }

  value(node: YamlTree): Node {
    if (node.kind === 'alias') return this.alias(node, (target) => this.value(target));
    if (this.aliases > 0) this.limits.countAliased(node.kind === 'scalar' ? 1 + node.value.length / 64 : 1);
    if (node.kind === 'scalar') return scalarValue(node);
    this.limits.enter();
    const value = node.kind === 'sequence' ? this.list(node) : this.map(node);
    if (node.isFlow) noteFlow(value, true);
    this.limits.leave();
    return value;
  }

  private alias<T>(node: YamlTree & { kind: 'alias' }, read: (target: YamlTree) => T): T {
    if (this.open.has(node.target)) throw YamlSyntaxFault.whole(`anchor '${node.name}' value contains itself`);
    this.open.add(node.target);
    this.aliases += 1;
    const value = read(node.target);
    this.aliases -= 1;
    this.open.delete(node.target);
    return value;
  }

  private list({ items }: YamlSequence): Node[] {
    const list = items.map((item) => this.value(item));
    for (const [index, item] of items.entries())
      if (list[index] === null && item.kind === 'scalar' && item.value === '') noteNull(list, String(index), '');
    return list;
  }

  private map(node: YamlMapping): NodeMap {
    const map: NodeMap = {};
    const lines = new Map<string, number>();
    const merged: YamlTree[] = [];
    for (const [key, item] of node.pairs) {
      if (isMerge(key)) {
        merged.push(item);
        continue;
      }
      const { name, isText } = this.key(key);
      const line = lines.get(name);
      if (line !== undefined) throw twice(name, key.line, line);
      lines.set(name, key.line);
      put(map, name, this.value(item));
      if (!isText) noteOpenKey(map, name);
      if (item.kind === 'scalar') noteStyle(map, name, item);
    }
    for (const item of merged) this.merge(item, map);
    return map;
  }

  private key(node: YamlTree): { readonly name: string; readonly isText: boolean } {
    if (node.kind === 'alias') return this.alias(node, (target) => this.key(target));
    const value = node.kind === 'scalar' ? scalarValue(node) : undefined;
    if (typeof value === 'string') return { name: value, isText: true };
    if (node.kind === 'scalar') return { name: node.value, isText: false };
    throw YamlSyntaxFault.whole('json: unsupported type: map[interface {}]interface {}');
  }

  /** What stands in the map already stays; of several maps the first wins. */
  private merge(node: YamlTree, map: NodeMap): void {
    if (node.kind === 'alias') this.alias(node, (target) => this.merge(target, map));
    else if (node.kind === 'sequence') for (const item of node.items) this.merge(item, map);
    else if (node.kind === 'mapping') {
      for (const [key, value] of Object.entries(this.map(node))) if (!Object.hasOwn(map, key)) put(map, key, value);
    } else throw YamlSyntaxFault.whole('map merge requires map or sequence of maps as the value');
  }
}

function isMerge(node: YamlTree): boolean {
  return (
    node.kind === 'scalar' &&
    node.value === '<<' &&
    (node.tag === `${PREFIX}merge` || (node.tag === '' && node.isImplicit))
  );
}

function noteStyle(map: NodeMap, name: string, { value, tag, isImplicit }: YamlScalar): void {
  if (map[name] === null) {
    if (value !== 'null') noteNull(map, name, value);
  } else if (tag === '' && !isImplicit) noteQuoted(map, name);
}

function twice(name: string, line: number, first: number): Error {
  const where = `line ${line + 1}: mapping key ${JSON.stringify(name)} already defined at line ${first + 1}`;
  return YamlSyntaxFault.whole(`unmarshal errors:\n  ${where}`);
}

const PREFIX = 'tag:yaml.org,2002:';
const RESOLVED = ['', 'null', 'bool', 'int', 'timestamp'];

/** A tag of an application says nothing: what has it is text. */
function scalarValue({ value, tag, isImplicit, isInFlow }: YamlScalar): Node {
  // Kustomize writes it as it was written, and then reads a text.
  if (isInFlow) return '';
  const text = value.toWellFormed();
  if (tag === '') return isImplicit ? readPlain(text) : text;
  const name = tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : 'str';
  if (RESOLVED.includes(name)) return readPlain(text);
  if (name === 'float') return Number(resolveNumber(text) ?? Number.NaN);
  return name === 'binary' ? Buffer.from(text, 'base64').toString('utf8') : text;
}
