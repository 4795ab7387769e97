import { expect, test } from 'vitest';
import { childEnvironment } from './child-environment.ts';

test('a child sees nothing of the own environment', () => {
  process.env['GIT_DIR'] = '/elsewhere';
  const environment = childEnvironment({ path: '/usr/bin', home: '/h', allowFile: false }, [['a.b', 'c']]);
  delete process.env['GIT_DIR'];
  const { GIT_CONFIG_COUNT: count, ...rest } = environment;
  const fixed = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('GIT_CONFIG_')));
  expect(fixed).toEqual({
    PATH: '/usr/bin',
    HOME: '/h',
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh',
  });
  expect(environment[`GIT_CONFIG_VALUE_${Number(count) - 1}`]).toBe('c');
});

test('a child has the settings that keep it harmless, and no files of settings', () => {
  const environment = childEnvironment({ path: '/usr/bin', home: '/h', allowFile: false }, [['a.b', 'c']]);
  const settings = Array.from({ length: Number(environment['GIT_CONFIG_COUNT']) }, (_, at) => [
    environment[`GIT_CONFIG_KEY_${at}`],
    environment[`GIT_CONFIG_VALUE_${at}`],
  ]);
  expect(Object.fromEntries(settings)).toMatchObject({
    'credential.helper': '',
    'core.hooksPath': '/dev/null',
    'core.fsmonitor': 'false',
    'http.followRedirects': 'false',
    'transfer.fsckObjects': 'true',
    'fetch.recurseSubmodules': 'false',
    'gc.auto': '0',
    'a.b': 'c',
  });
  const { GIT_CONFIG_NOSYSTEM, GIT_CONFIG_GLOBAL } = environment;
  expect({ GIT_CONFIG_NOSYSTEM, GIT_CONFIG_GLOBAL }).toEqual({
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  });
});
