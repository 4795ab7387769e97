/**
 * The environment and fixed settings of every `git` process: built from empty, so that nothing of the user's own
 * configuration, credential helpers, hooks or agents takes part.
 */
export interface ChildOptions {
  /** Where programs are looked for. */
  readonly path: string;
  /** A folder of our own. */
  readonly home: string;
  readonly allowFile: boolean;
}

/** Faults of old repositories that do no harm where nothing is checked out. */
export const HARMLESS = [
  'zeroPaddedFilemode',
  'missingSpaceBeforeDate',
  'badTimezone',
  'badDate',
  'missingSpaceBeforeEmail',
];

const SETTINGS: readonly (readonly [string, string])[] = [
  ['credential.helper', ''],
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['http.followRedirects', 'false'],
  ['protocol.version', '2'],
  // A transfer that stands still ends by itself, even where nobody is left to end it.
  ['http.lowSpeedLimit', '100'],
  ['http.lowSpeedTime', '60'],
  ['transfer.fsckObjects', 'true'],
  ...HARMLESS.map((fault): readonly [string, string] => [`fetch.fsck.${fault}`, 'ignore']),
  ['fetch.recurseSubmodules', 'false'],
  // Always one pack that appears whole: a killed fetch leaves no commit without its trees.
  ['fetch.unpackLimit', '1'],
  // Larger blobs pass through without being held in memory.
  ['core.bigFileThreshold', '16m'],
  ['gc.auto', '0'],
  ['gc.autoDetach', 'false'],
  ['maintenance.auto', 'false'],
];

/** Environment of a child with further settings, given by environment too: arguments can be read by every user. */
export function childEnvironment(
  options: ChildOptions,
  extra: readonly (readonly [string, string])[] = [],
): Record<string, string> {
  const settings = [...SETTINGS, ...extra];
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    PATH: options.path,
    HOME: options.home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: options.allowFile ? 'https:http:ssh:file' : 'https:http:ssh',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(numbered),
  };
}
