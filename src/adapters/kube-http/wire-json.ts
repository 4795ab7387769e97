/** JSON as it comes from and goes to an API server. The one place of this folder that parses and writes JSON. */
import type { Json } from '../../base/json-value.ts';

/** Throws `SyntaxError` where the text is no JSON. */
export function parseWireJson(text: string): Json {
  return JSON.parse(text) as Json;
}

export function wireText(value: Json): string {
  return JSON.stringify(value);
}

/** All bytes of a body as text, joined once. */
export async function bodyText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return (pieces.length === 1 && pieces[0] ? Buffer.from(pieces[0]) : Buffer.concat(pieces)).toString('utf8');
}
