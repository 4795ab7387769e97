/** What flags make of the options of a folder of manifests and of Jsonnet. Pure. */
import type { ApplicationSourceDirectory, JsonnetVar } from '../../../api/application/fields.ts';
import { type GivenFlags, givenSwitch, givenText, givenTexts } from './given-flags.ts';

export function changedDirectory(
  before: ApplicationSourceDirectory | undefined,
  given: GivenFlags,
): ApplicationSourceDirectory | undefined {
  const [include, exclude] = [givenText(given, 'directory-include'), givenText(given, 'directory-exclude')];
  const recurse = givenSwitch(given, 'directory-recurse');
  const disableExtensionFilter = givenSwitch(given, 'directory-disable-extension-filter');
  const jsonnet = changedJsonnet(before, given);
  const changes = {
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(recurse === undefined ? {} : { recurse }),
    ...(disableExtensionFilter === undefined ? {} : { disableExtensionFilter }),
    ...(jsonnet === undefined ? {} : { jsonnet }),
  };
  return Object.keys(changes).length === 0 ? before : { ...before, ...changes };
}

/** Nothing is replaced: variables are added after those that are there. */
function changedJsonnet(
  before: ApplicationSourceDirectory | undefined,
  given: GivenFlags,
): ApplicationSourceDirectory['jsonnet'] | undefined {
  const extVars = [
    ...givenTexts(given, 'jsonnet-ext-var-code').map(code),
    ...givenTexts(given, 'jsonnet-ext-var-str').map(text),
  ];
  const tlas = [...givenTexts(given, 'jsonnet-tla-code').map(code), ...givenTexts(given, 'jsonnet-tla-str').map(text)];
  const libs = givenTexts(given, 'jsonnet-libs');
  if (extVars.length + tlas.length + libs.length === 0) return undefined;
  const old = before?.jsonnet ?? {};
  return {
    ...old,
    ...(extVars.length > 0 ? { extVars: [...(old.extVars ?? []), ...extVars] } : {}),
    ...(tlas.length > 0 ? { tlas: [...(old.tlas ?? []), ...tlas] } : {}),
    ...(libs.length > 0 ? { libs: [...(old.libs ?? []), ...libs] } : {}),
  };
}

function text(given: string): JsonnetVar {
  const equals = given.indexOf('=');
  return equals < 0 ? { name: given, value: '' } : { name: given.slice(0, equals), value: given.slice(equals + 1) };
}

function code(given: string): JsonnetVar {
  return { ...text(given), code: true };
}
