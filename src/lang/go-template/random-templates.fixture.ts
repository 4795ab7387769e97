/** Random templates over random data: whatever the grammar allows, wrong things included. */
import type { Json } from '../../base/json-value.ts';
import { calmObject, KEYS, pick, type Random, randomFrom, randomObject } from './random-data.fixture.ts';
import {
  BAD_LITERALS,
  CALM,
  CALM_FUNCTIONS,
  FUNCTIONS,
  LITERALS,
  RANGES,
  SAFE_RANGES,
} from './random-words.fixture.ts';

export interface RandomCase {
  readonly template: string;
  readonly values: Json;
  readonly options: readonly string[];
  readonly typed: boolean;
}

/** Case `index` of a seed: always the same one. */
export function randomCase(seed: number, index: number): RandomCase {
  const random = randomFrom(seed * 1_000_003 + index);
  const calm = random(3) > 0;
  const maker = new TemplateMaker(random, calm);
  const text = maker.template();
  const option = ['', '', 'missingkey=zero', 'missingkey=error', 'missingkey=invalid'][random(5)] ?? '';
  return {
    template: random(calm ? 40 : 8) === 0 ? mutated(text, random) : text,
    // A range over a large integer would take for ever.
    values: calm ? calmObject(random) : randomObject(random, 3),
    options: option === '' ? [] : [option],
    typed: random(2) === 0 && !/range/.test(text),
  };
}

/** A few characters less, more or elsewhere. */
function mutated(text: string, random: Random): string {
  const characters = [...text];
  for (let count = 1 + random(2); count > 0; count--) {
    const at = random(characters.length + 1);
    switch (random(4)) {
      case 0:
        characters.splice(at, 1 + random(2));
        break;
      case 1:
        characters.splice(
          at,
          0,
          pick(random, [
            '{{',
            '}}',
            '(',
            ')',
            '|',
            '.',
            ':=',
            '=',
            ',',
            '$',
            '"',
            '`',
            "'",
            ' ',
            '\n',
            '-',
            '!',
            'é',
            '/*',
            '\\',
          ]),
        );
        break;
      case 2:
        characters.splice(at, 0, ...characters.slice(random(characters.length + 1)).slice(0, random(9)));
        break;
      default:
        characters.length = at;
    }
  }
  return characters.join('');
}

class TemplateMaker {
  readonly #random: Random;
  readonly #variables: string[] = [];
  #loops = 0;
  #defined = 0;

  readonly #calm: boolean;

  /** `calm`: mostly what works on any data. */
  constructor(random: Random, calm: boolean) {
    this.#random = random;
    this.#calm = calm;
  }

  get #functions(): typeof FUNCTIONS {
    return this.#calm && !this.#chance(60) ? CALM_FUNCTIONS : FUNCTIONS;
  }

  #chance(one: number): boolean {
    return this.#random(one) === 0;
  }

  template(): string {
    let text = '';
    while (this.#chance(3)) text += this.#definition();
    return text + this.#list(3);
  }

  #definition(): string {
    const variables = this.#variables.splice(0);
    const body = this.#list(2);
    // Named after its body is made: templates call earlier ones only, so that none calls itself.
    this.#defined += 1;
    const text = `${this.#open()}define "t${this.#defined}"${this.#close()}${body}{{end}}`;
    this.#variables.splice(0, this.#variables.length, ...variables);
    return text;
  }

  #open(): string {
    return this.#chance(5) ? '{{- ' : pick(this.#random, ['{{', '{{ ', '{{\n ']);
  }

  #close(): string {
    return this.#chance(5) ? ' -}}' : pick(this.#random, ['}}', ' }}', '\n}}']);
  }

  #action(body: string): string {
    return this.#open() + body + this.#close();
  }

  #list(depth: number): string {
    const visible = this.#variables.length;
    const count = this.#random(4) + (depth > 2 ? 1 : 0);
    let text = '';
    for (let index = 0; index < count; index++) text += this.#statement(depth);
    this.#variables.length = visible;
    return text;
  }

  #statement(depth: number): string {
    const kind = this.#random(depth > 0 ? 14 : 6);
    switch (kind) {
      case 0:
        return pick(this.#random, ['text', ' ', '\n', ' a\n b ', 'é', '{ }', '  \n\t']);
      case 1:
        return pick(this.#random, ['{{/* note */}}', '{{- /* a\nb */ -}}', '{{- /* note */}}', '{{/**/ -}}']);
      case 2:
        return this.#declaration();
      case 6:
      case 7:
        return this.#if(depth);
      case 8:
        return this.#with(depth);
      case 9:
      case 10:
      case 11:
        return this.#range(depth);
      case 12:
        return this.#template();
      case 13:
        return this.#special(depth);
      default:
        return this.#action(this.#pipeline(3));
    }
  }

  #template(): string {
    if (this.#defined === 0 && !this.#chance(10)) return this.#action(this.#pipeline(2));
    const isUnknown = this.#defined === 0 || this.#chance(20);
    const name = isUnknown ? 'none' : `t${1 + this.#random(this.#defined)}`;
    return this.#action(`template "${name}"${this.#chance(4) ? '' : ` ${this.#pipeline(1)}`}`);
  }

  #special(depth: number): string {
    if (this.#loops > 0 && this.#chance(2)) return this.#action(pick(this.#random, ['break', 'continue']));
    if (this.#chance(3)) {
      return this.#block(depth);
    }
    return this.#action(this.#pipeline(2));
  }

  #block(depth: number): string {
    const value = this.#pipeline(1);
    const variables = this.#variables.splice(0);
    const loops = this.#loops;
    this.#loops = 0;
    const body = this.#list(depth - 1);
    this.#defined += 1;
    const text = `${this.#action(`block "t${this.#defined}" ${value}`)}${body}{{end}}`;
    this.#loops = loops;
    this.#variables.splice(0, this.#variables.length, ...variables);
    return text;
  }

  #declaration(): string {
    if (this.#variables.length > 0 && this.#chance(2)) {
      return this.#action(`${pick(this.#random, this.#variables)} = ${this.#pipeline(2)}`);
    }
    const value = this.#pipeline(2);
    return this.#action(`${this.#newVariable()} := ${value}`);
  }

  #newVariable(): string {
    const name = `$${pick(this.#random, ['x', 'y', 'v1', 'é'])}`;
    this.#variables.push(name);
    return name;
  }

  #if(depth: number): string {
    const visible = this.#variables.length;
    let text = this.#action(`if ${this.#maybeDeclared()}`) + this.#list(depth - 1);
    if (this.#chance(3)) text += this.#action(`else if ${this.#pipeline(1)}`) + this.#list(depth - 1);
    if (this.#chance(2)) text += this.#action('else') + this.#list(depth - 1);
    this.#variables.length = visible;
    return text + this.#action('end');
  }

  #with(depth: number): string {
    const visible = this.#variables.length;
    let text = this.#action(`with ${this.#maybeDeclared()}`) + this.#list(depth - 1);
    if (this.#chance(4)) text += this.#action(`else with ${this.#pipeline(1)}`) + this.#list(depth - 1);
    if (this.#chance(2)) text += this.#action('else') + this.#list(depth - 1);
    this.#variables.length = visible;
    return text + this.#action('end');
  }

  #maybeDeclared(): string {
    const value = this.#pipeline(2);
    return this.#chance(4) ? `${this.#newVariable()} := ${value}` : value;
  }

  #range(depth: number): string {
    const visible = this.#variables.length;
    const value = this.#chance(this.#calm ? 200 : 2)
      ? this.#pipeline(1)
      : pick(this.#random, this.#calm ? SAFE_RANGES : RANGES);
    const kind = this.#calm && /^[-'0-9]/.test(value) ? this.#random(2) : this.#random(5);
    let head = value;
    if (kind === 1) head = `${this.#newVariable()} := ${value}`;
    if (kind === 2) head = `${this.#newVariable()}, ${this.#newVariable()} := ${value}`;
    if (kind === 3 && this.#variables.length > 1) {
      head = `${pick(this.#random, this.#variables)}, ${pick(this.#random, this.#variables)} = ${value}`;
    }
    this.#loops += 1;
    let text = this.#action(`range ${head}`) + this.#list(depth - 1);
    this.#loops -= 1;
    if (this.#chance(3)) text += this.#action('else') + this.#list(depth - 1);
    this.#variables.length = visible;
    return text + this.#action('end');
  }

  #pipeline(depth: number): string {
    let text = this.#command(depth);
    while (this.#chance(4)) text += `${this.#chance(2) ? ' | ' : '|'}${this.#later(depth)}`;
    return text;
  }

  #later(depth: number): string {
    const [name, least] = pick(this.#random, this.#functions);
    if (this.#chance(30)) return this.#command(depth);
    if (name === 'printf') return `printf ${this.#format()}`;
    return [name, ...this.#arguments(Math.max(0, least - 1 + (this.#chance(4) ? 1 : 0)), depth - 1)].join(' ');
  }

  #command(depth: number): string {
    if (depth > 0 && this.#chance(2)) return this.#call(depth);
    if (this.#chance(40)) return `${this.#operand(depth)} ${this.#operand(0)}`;
    return this.#operand(depth);
  }

  #call(depth: number): string {
    const [name, least, most] = pick(this.#random, this.#functions);
    const count = this.#chance(40) ? this.#random(5) : least + this.#random(most - least + 1);
    const args = this.#arguments(count, depth - 1);
    if (name === 'printf' && args.length > 0) args[0] = this.#format();
    return [name, ...args].join(' ');
  }

  #arguments(count: number, depth: number): string[] {
    return Array.from({ length: count }, () => this.#operand(depth));
  }

  #operand(depth: number): string {
    if (this.#calm && !this.#chance(50)) return this.#calmOperand(depth);
    switch (this.#random(depth > 0 ? 9 : 7)) {
      case 0:
      case 1:
        return pick(this.#random, this.#chance(60) ? BAD_LITERALS : LITERALS);
      case 2:
        return this.#variable();
      case 3:
        return pick(this.#random, ['.', '.list', '.m', '.nul', '$']);
      case 7:
        return `(${this.#chance(12) ? `${this.#newVariable()} := ` : ''}${this.#pipeline(depth - 1)})${this.#chance(5) ? this.#path() : ''}`;
      case 8:
        return this.#chance(12) ? `print${this.#path()}` : `(${this.#call(depth)})`;
      default:
        return this.#path();
    }
  }

  #calmOperand(depth: number): string {
    switch (this.#random(depth > 0 ? 8 : 4)) {
      case 0:
        return pick(
          this.#random,
          LITERALS.filter((literal) => literal !== 'nil'),
        );
      case 1:
        return pick(this.#random, ['$', ...this.#variables]);
      case 2:
        return pick(this.#random, ['.', '$.list', '$.m', '$.nul', '$']);
      case 3:
        return `$.${pick(this.#random, KEYS)}`;
      case 4:
        return `(${this.#pipeline(depth - 1)})`;
      case 5:
        return `(${this.#newVariable()} := ${pick(this.#random, CALM)})`;
      default:
        return `(${pick(this.#random, CALM)})`;
    }
  }

  #variable(): string {
    const name = this.#chance(60) ? '$nope' : pick(this.#random, ['$', ...this.#variables]);
    return this.#chance(2) ? name : name + this.#path();
  }

  #path(): string {
    let text = '';
    do text += `.${pick(this.#random, KEYS)}`;
    while (this.#chance(3));
    return text;
  }

  #format(): string {
    let format = '';
    for (let count = 1 + this.#random(3); count > 0; count--) format += this.#directive();
    return JSON.stringify(format);
  }

  #directive(): string {
    if (this.#chance(8))
      return pick(this.#random, [
        '%%',
        'x',
        '%',
        '%[',
        '%[2]',
        '%[9]d',
        '%!',
        '%[1]*d',
        '%.*f',
        '%*s',
        '%.[2]*[1]f',
        '%é',
      ]);
    const flags = ['', '', '', '+', '-', '#', '0', ' ', '+#', '-0', '# ', '+0'];
    const width = pick(this.#random, ['', '', '', '5', '12', '03']);
    const precision = pick(this.#random, ['', '', '', '.0', '.', '.2', '.10']);
    const index = this.#chance(8) ? `[${1 + this.#random(3)}]` : '';
    return `%${pick(this.#random, flags)}${width}${precision}${index}${pick(this.#random, [...'vvvvdsqxXoObcUeEfFgGtTw'])}`;
  }
}
