/** The tree of a document, for who decodes it by rules of its own. */
import { DEFAULT_YAML_LIMITS } from './limits.ts';
import type { DecodeLimits } from './parse/decode.ts';
import type { Node } from './parse/node.ts';
import { decodedDocuments } from './read-sigs.ts';

export type { DecodeLimits } from './parse/decode.ts';
export type {
  MappingNode as YamlMapping,
  Node as YamlTree,
  ScalarNode as YamlScalar,
  SequenceNode as YamlSequence,
} from './parse/node.ts';
export { YamlSyntaxFault } from './parse/syntax-fault.ts';

/**
 * The first document of a text, decoded; undefined where there is none. What `decode` finds wrong it throws as `YamlSyntaxFault`;
 * errors (kind user) are those of `readDocuments`, in the words of yaml.v3.
 */
export function readTree<T>(text: string, decode: (root: Node, limits: DecodeLimits) => T): T | undefined {
  const settings = { ...DEFAULT_YAML_LIMITS, profile: 'yaml3', strict: false } as const;
  for (const value of decodedDocuments({ text, line: 1 }, settings, decode)) return value;
  return undefined;
}
