/** The tree of a document → a value, in the order and with the errors of yaml.v2's decoder. */
import { goSyntax } from './go-syntax.ts';
import type { AliasNode, MappingNode, Node } from './node.ts';
import { type Resolved, resolveNode } from './resolve.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';
import { TYPED_VALUES } from './typed-value.ts';

/** What values are made of: JSON, or something that also knows the types of keys. */
export interface ValueMaker<V, M extends V> {
  scalar(value: Resolved): V;
  list(items: readonly V[]): V;
  map(): M;
  put(map: M, key: Resolved, value: V): void;
  /** Whether this key, of the same type, is there already. */
  has(map: M, key: Resolved): boolean;
}

export interface DecodeLimits {
  /** Whether a key that is there already is an error. */
  readonly isStrict: boolean;
  /** Called for every node that stands there by an alias, with what it weighs. Throws where there are too many. */
  countAliased(weight: number): void;
  /** Called around what is inside a collection; throws where it is too deep, aliases written out. */
  enter(): void;
  leave(): void;
}

/** A document that is small, but only as long as nobody writes it out. */
export class ExcessiveAliasing extends Error {
  override readonly name = 'ExcessiveAliasing';
}

/** A long text weighs as much as many nodes. */
const CHARACTERS_OF_NODE = 64;

export class Decoder<V, M extends V> {
  readonly #maker: ValueMaker<V, M>;
  readonly #limits: DecodeLimits;
  readonly #open = new Set<AliasNode>();
  /** Told together at the end. */
  readonly #complaints: string[] = [];
  #decoded = 0;
  #aliased = 0;
  #aliasDepth = 0;

  constructor(maker: ValueMaker<V, M>, limits: DecodeLimits) {
    this.#maker = maker;
    this.#limits = limits;
  }

  /** Throws YamlSyntaxFault and ExcessiveAliasing. */
  document(root: Node): V {
    const value = this.#value(root);
    if (this.#complaints.length === 0) return value;
    throw YamlSyntaxFault.whole(`unmarshal errors:\n${this.#complaints.map((line) => `  ${line}`).join('\n')}`);
  }

  #value(node: Node): V {
    this.#count(node);
    if (node.kind === 'scalar') return this.#maker.scalar(resolveNode(node));
    if (node.kind === 'alias') return this.#alias(node, (target) => this.#value(target));
    this.#limits.enter();
    const value = node.kind === 'sequence' ? this.#list(node.items) : this.#map(node);
    this.#limits.leave();
    return value;
  }

  #list(nodes: readonly Node[]): V {
    return this.#maker.list(nodes.map((item) => this.#value(item)));
  }

  #map(node: MappingNode): V {
    const map = this.#maker.map();
    this.#fill(node, map);
    return map;
  }

  /** With Go's own guard against documents that are nothing but aliases of aliases. */
  #count(node: Node): void {
    this.#decoded += 1;
    if (this.#aliasDepth === 0 && this.#aliased === 0) return;
    if (this.#aliasDepth > 0) {
      this.#aliased += 1;
      this.#limits.countAliased(node.kind === 'scalar' ? 1 + node.value.length / CHARACTERS_OF_NODE : 1);
    }
    const isSuspect = this.#aliased > 100 && this.#decoded > 1000;
    if (isSuspect && this.#aliased / this.#decoded > allowedAliases(this.#decoded)) throw new ExcessiveAliasing();
  }

  #alias<T>(node: AliasNode, read: (target: Node) => T): T {
    if (this.#open.has(node)) throw YamlSyntaxFault.whole(`anchor '${node.name}' value contains itself`);
    this.#open.add(node);
    this.#aliasDepth += 1;
    const value = read(node.target);
    this.#aliasDepth -= 1;
    this.#open.delete(node);
    return value;
  }

  #fill(node: MappingNode, map: M): void {
    for (const [key, item] of node.pairs) {
      if (isMerge(key)) this.#merge(item, map);
      else this.#put(map, key, item);
    }
  }

  #put(map: M, keyNode: Node, item: Node): void {
    const key = this.#key(keyNode);
    const value = this.#value(item);
    if (this.#limits.isStrict && this.#maker.has(map, key)) {
      this.#complaints.push(`line ${item.line + 1}: key ${goSyntax({ kind: 'leaf', value: key })} already set in map`);
    } else this.#maker.put(map, key, value);
  }

  #key(node: Node): Resolved {
    this.#count(node);
    if (node.kind === 'scalar') return resolveNode(node);
    if (node.kind === 'alias') return this.#alias(node, (target) => this.#key(target));
    const shown = new Decoder(TYPED_VALUES, this.#limits).#value(node);
    throw YamlSyntaxFault.whole(`invalid map key: ${goSyntax(shown)}`);
  }

  /** What `<<` brings goes over what stands before it, and what stands behind it goes over that. */
  #merge(node: Node, map: M): void {
    if (node.kind === 'sequence') {
      for (const item of node.items.toReversed()) this.#mergeMap(item, map);
    } else this.#mergeMap(node, map);
  }

  #mergeMap(node: Node, map: M): void {
    const target = node.kind === 'alias' ? node.target : node;
    if (target.kind !== 'mapping') {
      throw YamlSyntaxFault.whole('map merge requires map or sequence of maps as the value');
    }
    this.#count(target);
    if (node.kind === 'alias') this.#alias(node, () => this.#fill(target, map));
    else this.#fill(target, map);
  }
}

function isMerge(node: Node): boolean {
  if (node.kind !== 'scalar' || node.value !== '<<') return false;
  return node.isImplicit || node.tag === 'tag:yaml.org,2002:merge';
}

/** Small documents may be mostly aliases, large ones may not. */
function allowedAliases(decoded: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (decoded <= low) return 0.99;
  return decoded >= high ? 0.1 : 0.99 - 0.89 * ((decoded - low) / (high - low));
}
