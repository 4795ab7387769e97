/** The documents of a text, cut and read as Kustomize does it. */
import { readTree } from '../../../lang/yaml/read-tree.ts';
import { kustomizeFault } from '../fault.ts';
import { decodeTree } from './decode-tree.ts';
import type { Node } from './node.ts';

const SEPARATOR = /\n---(.*)\n/g;

/** What each document holds; of what `...` ends only the first. Throws for what is no YAML. */
export function readNodes(text: string): readonly Node[] {
  return documentsOf(text.replaceAll('\r\n', '\n')).flatMap((document) => {
    const node = readTree(document, decodeTree);
    return node === undefined ? [] : [node];
  });
}

function documentsOf(text: string): readonly string[] {
  const documents: string[] = [];
  let start = 0;
  for (const match of text.matchAll(SEPARATOR)) {
    const rest = (match[1] ?? '').trim();
    if (rest !== '' && !rest.startsWith('#')) {
      throw kustomizeFault(`invalid document separator: ${match[0].trim()}`);
    }
    documents.push(text.slice(start, match.index + 1));
    start = match.index + match[0].length;
  }
  return [...documents, text.slice(start)];
}
