/** `upper`, `title`, `snakecase`: letter case and the forms of identifiers. */

import { STRING } from '../../go-value/index.ts';
import { define } from '../define.ts';
import { lowerText, swapCase, titleText, untitleText, upperText } from './letter-case.ts';
import { connectedCase, pascalCase } from './word-case.ts';

function ofText(name: string, change: (text: string) => string) {
  return define(name, [STRING], (args, { budget }) => {
    const text = args.text(0);
    budget.step(text.length);
    budget.take(text.length);
    return change(text);
  });
}

export const CASE_FUNCTIONS = [
  ofText('upper', upperText),
  ofText('lower', lowerText),
  ofText('title', titleText),
  ofText('untitle', untitleText),
  ofText('swapcase', swapCase),
  ofText('camelcase', pascalCase),
  ofText('snakecase', (text) => connectedCase(text, '_')),
  ofText('kebabcase', (text) => connectedCase(text, '-')),
];
