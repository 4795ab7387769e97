/**
 * Rules for names, label keys and label values, with the sentences of apimachinery's validation package (they reach users
 * word for word). Each function returns what is wrong; an empty list means the text is fine.
 */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_PATTERN = new RegExp(`^${LABEL}$`);
const SUBDOMAIN_PATTERN = new RegExp(`^${SUBDOMAIN}$`);
const SERVICE_PATTERN = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_PATTERN = new RegExp(`^${QUALIFIED}$`);
const VALUE_PATTERN = new RegExp(`^(${QUALIFIED})?$`);
const CONFIG_KEY_PATTERN = /^[-._a-zA-Z0-9]+$/;
const ENV_NAME_PATTERN = /^[ -<>-~]+$/;

const LABEL_SENTENCE = regexSentence(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL,
  ['my-name', '123-abc'],
);

/** RFC 1123 label, e.g. the name of a namespace. */
export function wrongDnsLabel(text: string): readonly string[] {
  return [
    ...tooLong(text, 63),
    ...unless(LABEL_PATTERN.test(text) || SUBDOMAIN_PATTERN.test(text), LABEL_SENTENCE),
    ...unless(LABEL_PATTERN.test(text) || !SUBDOMAIN_PATTERN.test(text), 'must not contain dots'),
  ];
}
/** RFC 1123 subdomain: the name of most objects. */
export function wrongDnsSubdomain(text: string): readonly string[] {
  return [...tooLong(text, 253), ...unless(SUBDOMAIN_PATTERN.test(text), SUBDOMAIN_SENTENCE)];
}

const SUBDOMAIN_SENTENCE = regexSentence(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN,
  ['example.com'],
);

/** RFC 1035 label: the name of a Service. */
export function wrongServiceName(text: string): readonly string[] {
  return [
    ...tooLong(text, 63),
    ...unless(
      SERVICE_PATTERN.test(text),
      regexSentence(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        '[a-z]([-a-z0-9]*[a-z0-9])?',
        ['my-name', 'abc-123'],
      ),
    ),
  ];
}

/** Names that only have to fit into a path segment: RBAC kinds. */
export function wrongPathSegment(text: string): readonly string[] {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%'].filter((part) => text.includes(part)).map((part) => `may not contain '${part}'`);
}

/** Key of a label, annotation or resource: optional prefix, slash, name. */
export function wrongQualifiedName(text: string): readonly string[] {
  const parts = text.split('/');
  const [prefix, name] = parts.length === 1 ? [undefined, parts[0] ?? ''] : [parts[0] ?? '', parts[1] ?? ''];
  if (parts.length > 2)
    return [
      qualifiedSentence(
        'a qualified name',
        " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
      ),
    ];
  const wrong: string[] = [];
  if (prefix === '') wrong.push('prefix part must be non-empty');
  else if (prefix !== undefined) wrong.push(...wrongDnsSubdomain(prefix).map((sentence) => `prefix part ${sentence}`));
  if (name === '') wrong.push('name part must be non-empty');
  wrong.push(...tooLong(name, 63).map((sentence) => `name part ${sentence}`));
  if (!QUALIFIED_PATTERN.test(name)) wrong.push(`name part ${qualifiedSentence('', '')}`);
  return wrong;
}

/** Value of a label. */
export function wrongLabelValue(text: string): readonly string[] {
  return [...tooLong(text, 63), ...unless(VALUE_PATTERN.test(text), VALUE_SENTENCE)];
}

const VALUE_SENTENCE = regexSentence(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  `(${QUALIFIED})?`,
  ['MyValue', 'my_value', '12345'],
);

/** Key in the data of a ConfigMap or Secret. */
export function wrongConfigKey(text: string): readonly string[] {
  const wrong = [...tooLong(text, 253)];
  if (!CONFIG_KEY_PATTERN.test(text)) {
    wrong.push(
      regexSentence("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", '[-._a-zA-Z0-9]+', [
        'key.name',
        'KEY_NAME',
        'key-name',
      ]),
    );
  }
  if (text === '.' || text === '..') wrong.push(`must not be '${text}'`);
  else if (text.startsWith('..')) wrong.push("must not start with '..'");
  return wrong;
}

/** Name of an environment variable, under the relaxed rule of 1.34 and later. */
export function wrongEnvironmentName(text: string): readonly string[] {
  return ENV_NAME_PATTERN.test(text)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

function qualifiedSentence(subject: string, ending: string): string {
  const sentence = regexSentence(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    QUALIFIED,
    ['MyName', 'my.name', '123-abc'],
  );
  return `${subject}${subject === '' ? '' : ' '}${sentence}${ending}`;
}

function regexSentence(sentence: string, pattern: string, examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${sentence} (e.g. ${shown}regex used for validation is '${pattern}')`;
}

function tooLong(text: string, limit: number): readonly string[] {
  return text.length > limit ? [`must be no more than ${limit} bytes`] : [];
}

function unless(fine: boolean, sentence: string): readonly string[] {
  return fine ? [] : [sentence];
}
