/** Places that a stack trace names. */
import { quote } from '../../go-value/text/quote.ts';
import type { Range, Source } from '../syntax/source.ts';

export interface Site {
  /** File and columns, or words such as `During evaluation`; made only when a trace is shown. */
  text(): string;
  /** What it belongs to, such as `function <f>`; empty for nothing. */
  readonly context: string;
  /** Line of the source, for `std.trace`. */
  line(): number;
  readonly sourceName: string;
  /** Whether the function that it belongs to ends in it; only places of the library tell. */
  readonly isTail?: boolean;
}

/** A node of a program. */
export class NodeSite implements Site {
  readonly source: Source;
  readonly range: Range;
  readonly context: string;

  constructor(source: Source, range: Range, context: string) {
    this.source = source;
    this.range = range;
    this.context = context;
  }

  get sourceName(): string {
    return this.source.name;
  }

  text(): string {
    return this.source.describe(this.range);
  }

  line(): number {
    return this.source.lineAt(this.range.start);
  }
}

/** Words in place of a place. */
export class WordSite implements Site {
  readonly words: string;
  readonly context: string;
  readonly isTail: boolean;
  readonly sourceName = '';

  constructor(words: string, context = '', position: 'last' | 'any' = 'any') {
    this.words = words;
    this.context = context;
    this.isTail = position === 'last';
  }

  text(): string {
    return this.words;
  }

  line(): number {
    return 0;
  }
}

/** What has no place: nodes that stand for a shorter way of writing. */
export const NOWHERE: Site = new WordSite('');

/** An element of an array that is made into JSON. */
export class ElementSite implements Site {
  readonly index: number;
  readonly context = '';
  readonly sourceName = '';

  constructor(index: number) {
    this.index = index;
  }

  text(): string {
    return `Array element ${this.index}`;
  }

  line(): number {
    return 0;
  }
}

/** A field of an object that is made into JSON. */
export class FieldSite implements Site {
  readonly name: string;
  readonly context = '';
  readonly sourceName = '';

  constructor(name: string) {
    this.name = name;
  }

  text(): string {
    return `Field ${quote(this.name)}`;
  }

  line(): number {
    return 0;
  }
}
