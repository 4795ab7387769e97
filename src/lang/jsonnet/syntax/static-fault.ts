/** What is wrong with a program before it runs: lexing, parsing, unknown variables. */
import type { Range, Source } from './source.ts';

export class StaticFault extends Error {
  override readonly name = 'StaticFault';
  readonly source: Source;
  readonly range: Range;

  constructor(message: string, source: Source, range: Range) {
    super(`${source.describe(range)} ${message}`);
    this.source = source;
    this.range = range;
  }
}
