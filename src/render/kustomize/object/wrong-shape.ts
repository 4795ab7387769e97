/** A map, list or scalar where another of them is needed. */
import { writeYaml } from '../../../lang/yaml/write.ts';
import { kustomizeFault } from '../fault.ts';
import { isMap, isSequence, type Node } from './node.ts';
import { rewritten } from './rewritten.ts';

export function wrongShape(wanted: string, value: Node): Error {
  const found = isMap(value) ? 'MappingNode' : isSequence(value) ? 'SequenceNode' : 'ScalarNode';
  return kustomizeFault(
    `wrong node kind: expected ${wanted} but got ${found}: node contents:\n${writeYaml(rewritten(value))}`,
  );
}
