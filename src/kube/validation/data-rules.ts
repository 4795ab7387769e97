/** The data of ConfigMaps and Secrets. */
import { goJsonError } from '../../base/json/go-json-error.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongConfigKey } from '../object/names.ts';
import { invalid, invalidName, required } from './causes.ts';
import { all, type Rule, type RuleInput, type Rules } from './rule.ts';

function dataKeys(...members: readonly string[]): Rule {
  return ({ value }) =>
    members.flatMap((name) => {
      const data = value[name];
      return Object.keys(isObject(data) ? data : {}).flatMap((key) =>
        invalidName(`${name}[${key}]`, key, wrongConfigKey(key)),
      );
    });
}

const MOST_DATA = 1024 * 1024;

function dataSize({ value }: RuleInput): readonly FieldCause[] {
  const size = (data: Json | undefined, encoded: boolean): number =>
    Object.values(isObject(data) ? data : {}).reduce<number>(
      (sum, text) => sum + Buffer.byteLength(String(text)) * (encoded ? 0.75 : 1),
      0,
    );
  const total = size(value['data'], value['kind'] === 'Secret') + size(value['binaryData'], true);
  const field = value['kind'] === 'Secret' ? 'data' : '[]';
  return total > MOST_DATA
    ? [{ field, message: `Too long: may not be more than ${MOST_DATA} bytes`, reason: 'FieldValueTooLong' }]
    : [];
}

/** Secrets of the types that Kubernetes reads have what it reads. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

function secretKeys({ value }: RuleInput): readonly FieldCause[] {
  const type = textAt(value, 'type') ?? '';
  const keys = Object.hasOwn(SECRET_KEYS, type) ? (SECRET_KEYS[type] ?? []) : [];
  const data = isObject(value['data']) ? value['data'] : {};
  const absent = (key: string) => !Object.hasOwn(data, key) || (key === 'ssh-privatekey' && data[key] === '');
  return keys.filter(absent).map((key) => required(`data[${key}]`));
}

const REGISTRY_FILES: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

/** Access to registries is JSON; why it is none is said as Go's parser does, without the secret. */
function registryAccess({ value }: RuleInput): readonly FieldCause[] {
  const type = textAt(value, 'type') ?? '';
  const key = Object.hasOwn(REGISTRY_FILES, type) ? (REGISTRY_FILES[type] ?? '') : '';
  const data = isObject(value['data']) ? value['data'] : {};
  if (key === '' || typeof data[key] !== 'string') return [];
  const given = Buffer.from(data[key], 'base64').toString().trim();
  const why = jsonFault(given);
  return why === undefined ? [] : [invalid(`data[${key}]`, '<secret contents redacted>', why)];
}

/** Why a text is no JSON object, in Go's words, which reads bytes. */
function jsonFault(text: string): string | undefined {
  try {
    const value = parseJson(text);
    if (isObject(value) || value === null) return undefined;
    const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    return `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
  } catch {
    return goJsonError(text);
  }
}

/** A login has a name or a password; a token is that of an account. */
function credentials({ value, object }: RuleInput): readonly FieldCause[] {
  const data = isObject(value['data']) ? value['data'] : {};
  if (
    value['type'] === 'kubernetes.io/basic-auth' &&
    data['username'] === undefined &&
    data['password'] === undefined
  ) {
    return [required('data[username]'), required('data[password]')];
  }
  const field = 'kubernetes.io/service-account.name';
  return value['type'] === 'kubernetes.io/service-account-token' && !textAt(object, 'metadata', 'annotations', field)
    ? [required(`metadata.annotations[${field}]`)]
    : [];
}

/** No key stands in both. */
function sharedKeys({ value }: RuleInput): readonly FieldCause[] {
  const [data, binary] = [value['data'], value['binaryData']];
  if (!isObject(data) || !isObject(binary)) return [];
  return Object.keys(data)
    .filter((key) => Object.hasOwn(binary, key))
    .map((key) => invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
}

export const DATA_RULES: Rules = {
  'core/v1.ConfigMap': all(dataKeys('data', 'binaryData'), sharedKeys, dataSize),
  'core/v1.Secret': all(dataKeys('data'), dataSize, secretKeys, registryAccess, credentials),
};
