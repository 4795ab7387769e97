/** Faults of YAML reading, worded as the Go libraries word them: users search the web for these lines. */
import type { YAMLException } from 'js-yaml';
import { AppError } from '../../base/errors.ts';
import type { YamlProfile } from './go-scalars.ts';

/** js-yaml's reasons whose meaning libyaml words differently. */
const REASONS: Readonly<Record<string, string>> = {
  'bad indentation of a sequence entry': "did not find expected '-' indicator",
  'can not read a block mapping entry; a multiline key may not be an implicit key': "could not find expected ':'",
  'can not read an implicit mapping pair; a colon is missed': "could not find expected ':'",
  'unexpected end of the stream within a double quoted scalar': 'found unexpected end of stream',
  'unexpected end of the stream within a single quoted scalar': 'found unexpected end of stream',
  'unexpected end of the stream within a flow collection': "did not find expected ',' or ']' or '}'",
  'missed comma between flow collection entries': "did not find expected ',' or ']' or '}'",
  'unknown escape sequence': 'found unknown escape character',
  'the stream contains non-printable characters': 'control characters are not allowed',
  'null byte is not allowed in input': 'control characters are not allowed',
  'tab characters must not be used in indentation': 'found character that cannot start any token',
};

const ALIAS = /^unidentified alias "(.*)"$/s;

/** `yaml.invalid` with the line of the stream, from what js-yaml threw. */
export function yamlFault(error: YAMLException, firstLine: number, profile: YamlProfile): AppError {
  const line = firstLine + lineWithin(error);
  if (error.reason === 'duplicated mapping key') return duplicateKey(error, line, profile);
  const alias = ALIAS.exec(error.reason)?.[1];
  if (alias !== undefined) return invalid(`yaml: unknown anchor '${alias}' referenced`, profile);
  return invalid(`yaml: line ${line}: ${reasonOf(error)}`, profile);
}

/** The end of a text is on its last line, not on an empty one behind it. */
function lineWithin({ mark }: YAMLException): number {
  const atEnd = mark.position >= mark.buffer.length && mark.buffer.endsWith('\n');
  return atEnd ? mark.line - 1 : mark.line;
}

/** js-yaml has one reason where libyaml tells by the character that it stumbles over. */
function reasonOf({ reason, mark }: YAMLException): string {
  const found = mark.buffer[mark.position] ?? '';
  if (reason === 'bad indentation of a mapping entry') {
    if ('@`%'.includes(found)) return 'found character that cannot start any token';
    if (found === '-') return 'block sequence entries are not allowed in this context';
    return 'mapping values are not allowed in this context';
  }
  if (reason === 'end of the stream or a document separator is expected') {
    return /^\s*-\s/.test(mark.buffer) ? "did not find expected '-' indicator" : 'did not find expected key';
  }
  return REASONS[reason] ?? reason;
}

/** `yaml.too-large`, `yaml.too-deep`, `yaml.excessive-aliasing` … with their own codes, all of kind user. */
export function limitFault(code: string, message: string): AppError {
  return new AppError({ code, kind: 'user', message });
}

/** `yaml.invalid` with Go's prefix for the profile. */
export function invalid(message: string, profile: YamlProfile): AppError {
  const prefix = profile === 'sigs' ? 'error converting YAML to JSON: ' : '';
  return new AppError({ code: 'yaml.invalid', kind: 'user', message: prefix + message });
}

function duplicateKey(error: YAMLException, line: number, profile: YamlProfile): AppError {
  const key = /^[^\s:,}]*/.exec(error.mark.buffer.slice(error.mark.position, error.mark.position + 200))?.[0] ?? '';
  const name = JSON.stringify(key.replace(/^(["'])(.*)\1$/, '$2'));
  const what = profile === 'sigs' ? `key ${name} already set in map` : `mapping key ${name} already defined`;
  return invalid(`yaml: unmarshal errors:\n  line ${line}: ${what}`, profile);
}
