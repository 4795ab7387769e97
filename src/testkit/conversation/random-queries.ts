/** Queries of random requests: every option of reads, watches, writes and deletions, right and wrong. */
import type { Random } from './random-headers.ts';

type Values = Readonly<Record<string, readonly string[]>>;

const TOKENS = [
  `\${next}`,
  'nonsense',
  '$$$',
  'e30',
  'bnVsbA',
  tokenOf({ v: 'meta.k8s.io/v1', rv: 0, start: 'a\u0000' }),
  tokenOf({ v: 'meta.k8s.io/v1', rv: -1, start: 'a\u0000' }),
  tokenOf({ v: 'meta.k8s.io/v1', rv: 99_999_999, start: 'a\u0000' }),
  tokenOf({ v: 'meta.k8s.io/v1', rv: 5, start: '' }),
  tokenOf({ v: 'meta.k8s.io/v1', rv: 5, start: '../../a' }),
  tokenOf({ v: 'v2', rv: 5, start: 'a' }),
  tokenOf({ v: 'meta.k8s.io/v1', rv: 'x', start: 'a' }),
  `${tokenOf({ v: 'meta.k8s.io/v1', rv: 5, start: 'a' })}=`,
];

/** As a server makes them. */
function tokenOf(token: object): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

const VERSIONS = [
  '',
  '0',
  '1',
  `\${first}`,
  `\${now}`,
  '-1',
  'word',
  '99999999',
  '1.5',
  '0x1',
  '%20',
  '99999999999999999999',
];
const BOOLEANS = ['true', 'false', '1', '0', 'True', 'FALSE', 'yes', ''];
const NUMBERS = [
  '0',
  '1',
  '2',
  '500',
  '-1',
  '+1',
  '1.5',
  'x',
  '',
  '9223372036854775808',
  '-9223372036854775809',
  '1e3',
  '0x1',
  '1_0',
];
const MATCHES = ['', 'Exact', 'NotOlderThan', 'exact', 'Other'];
const FIELDS = [
  ...['metadata.name%3Da', 'metadata.name!%3Da', 'metadata.name%3D%3Da', 'metadata.namespace%3Dx', 'metadata.uid%3Dx'],
  ...[
    'type%3Dexample.com/x',
    'status.phase%3DPending',
    'spec.x%3D1',
    'metadata.name',
    '%3D',
    '%3Da',
    'a%5C',
    'a%5C%5C%3Db',
    ',',
  ],
  ...[
    'metadata.name%3Da,metadata.name%3Db',
    'metadata.name%3Da%3Db',
    'metadata.name%3D%22a%22',
    'data.k%3Dv',
    '%00%3D',
    '%EF%BB%BFa%3Db',
  ],
];
const LABELS = [
  ...[
    'app',
    '!app',
    'app%3Da',
    'app%3D%3Da',
    'app!%3Da',
    'app+in+(a,b)',
    'app%20notin%20(a)',
    'n>0',
    'n<1',
    'n>x',
    'n>',
    'app%3D',
  ],
  ...[
    'app%20in',
    'app+in+()',
    'app+in+(',
    'a+b',
    ',',
    ',app',
    'app,',
    'a%3Db%3Dc',
    '-a',
    'a/b/c',
    '/a',
    'a/',
    'A/b',
    'app%3D%22a%22',
  ],
  ...[
    '%EF%BB%BFapp',
    'app%3D%C3%A4',
    'app%3D%00',
    'app%0A',
    '!',
    '!!app',
    '()',
    'in',
    'in+in+(in)',
    'notin',
    '%3D',
    '%3D%3D',
    '>',
    'app%3Da;b',
  ],
  ...[
    `app%3D${'x'.repeat(64)}`,
    `${'x'.repeat(64)}%3Da`,
    `${'x'.repeat(254)}/a`,
    'app%20in%20(a',
    'app%20in%20a',
    'app%20in%20(,)',
    'app%20in%20(,a)',
  ],
];
const PRETTY = ['true', 'false', '1', '0', '', 'x'];

const READ: Values = {
  resourceVersion: VERSIONS,
  pretty: PRETTY,
  includeObject: ['None', 'Metadata', 'Object', 'none', 'x'],
  unknown: ['x'],
};
const LIST: Values = {
  limit: NUMBERS,
  continue: TOKENS,
  resourceVersion: VERSIONS,
  resourceVersionMatch: MATCHES,
  fieldSelector: FIELDS,
  labelSelector: LABELS,
  timeoutSeconds: NUMBERS,
  allowWatchBookmarks: BOOLEANS,
  sendInitialEvents: BOOLEANS,
  watch: ['false', '0'],
  includeObject: ['None', 'Metadata', 'Object', 'none', 'x'],
  pretty: PRETTY,
};
const WATCH: Values = {
  resourceVersion: VERSIONS,
  resourceVersionMatch: MATCHES,
  fieldSelector: FIELDS,
  labelSelector: LABELS,
  allowWatchBookmarks: BOOLEANS,
  sendInitialEvents: BOOLEANS,
  limit: NUMBERS,
  continue: TOKENS,
  includeObject: ['None', 'Metadata', 'Object', 'x'],
};
const WRITE: Values = {
  dryRun: ['All', 'all', '', 'All,All', 'x'],
  fieldManager: ['me', '', 'x%0A', 'x'.repeat(129), '%EF%BB%BF', 'a%20b', '%C3%A4'],
  fieldValidation: ['Strict', 'Warn', 'Ignore', 'strict', '', 'x'],
  force: BOOLEANS,
  pretty: PRETTY,
  timeout: ['1s', '0s', '-1s', 'x', '1', '1m30s', ''],
};
const DELETE: Values = {
  dryRun: ['All', 'all', '', 'x'],
  propagationPolicy: ['Background', 'orphan', '', 'x'],
  orphanDependents: ['false', '0', 'FALSE'],
  gracePeriodSeconds: NUMBERS,
  ignoreStoreReadErrorWithClusterBreakingPotential: BOOLEANS,
};

export function readQuery(random: Random): string {
  return query(random, READ, 0.3);
}

/** With `own` only objects of that seed are selected, where no other selector is. */
export function listQuery(random: Random, { own }: { readonly own: number | undefined }): string {
  const made = query(random, LIST, 0.17);
  if (own === undefined || made.includes('labelSelector')) return made === '' ? '?' : made;
  return `${made === '' ? '?' : `${made}&`}labelSelector=seed%3D${own}`;
}

export function watchQuery(random: Random): string {
  const made = query(random, WATCH, 0.22);
  const seconds = random() < 0.9 ? '1' : '2';
  return `${made === '' ? '?' : `${made}&`}watch=${pick(['true', '1', 'yes', ''], random)}&timeoutSeconds=${seconds}`;
}

export function writeQuery(random: Random): string {
  return query(random, WRITE, 0.12);
}

export function deleteQuery(random: Random, begin: '?' | '&'): string {
  return query(random, DELETE, 0.15).replace('?', begin);
}

/** Each option with some chance, sometimes twice. */
function query(random: Random, values: Values, chance: number): string {
  const pairs = Object.entries(values).flatMap(([name, choices]) => {
    if (random() >= chance) return [];
    const one = `${name}=${pick(choices, random)}`;
    return random() < 0.04 ? [one, `${name}=${pick(choices, random)}`] : [one];
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function pick(items: readonly string[], random: Random): string {
  return items[Math.floor(random() * items.length)] ?? '';
}
