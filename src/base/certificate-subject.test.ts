import { expect, test } from 'vitest';
import { certificateSubject } from './certificate-subject.ts';
import { bitString, integer, objectIdentifier, sequence, setOf, time, utf8String } from './der.ts';

function certificate(...subject: readonly (readonly [string, string])[]): Buffer {
  const name = sequence(...subject.map(([type, text]) => setOf(sequence(objectIdentifier(type), utf8String(text)))));
  const algorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
  const toBeSigned = sequence(integer(Buffer.from([1])), algorithm, sequence(), sequence(time(0), time(1)), name);
  return sequence(toBeSigned, algorithm, bitString(Buffer.alloc(1)));
}

test.each<[string, readonly (readonly [string, string])[], string]>([
  ['nothing is an empty text', [], ''],
  ['one name', [['2.5.4.3', 'git.example.com']], 'CN=git.example.com'],
  [
    'the usual ones in an order of their own, whatever order the certificate has',
    [
      ['2.5.4.3', 'a'],
      ['2.5.4.6', 'DE'],
      ['2.5.4.10', 'Example'],
    ],
    'CN=a,O=Example,C=DE',
  ],
  [
    'several of a kind stand together',
    [
      ['2.5.4.11', 'one'],
      ['2.5.4.11', 'two'],
    ],
    'OU=one+OU=two',
  ],
  [
    'marks are escaped, blanks and number signs at the ends only',
    [['2.5.4.3', '#a, "b" #c ']],
    'CN=\\#a\\, \\"b\\" #c\\ ',
  ],
  [
    'what has no name is shown as it is encoded, last',
    [
      ['1.2.840.113549.1.9.1', 'x@y'],
      ['2.5.4.3', 'a'],
    ],
    'CN=a,1.2.840.113549.1.9.1=#0c03784079',
  ],
])('%s', (_reason, subject, text) => {
  expect(certificateSubject(certificate(...subject))).toBe(text);
});

test('what is no certificate has no subject', () => {
  expect([Buffer.alloc(0), Buffer.from('plain text'), sequence()].map(certificateSubject)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
