/** What a patch that somebody sends makes of an Application (surface §1.8). Pure. */
import { type Application, application } from '../../api/application/fields.ts';
import { decode } from '../../api/schema/decode.ts';
import { encodeJson } from '../../api/schema/encode.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { parseJson } from '../../base/json/parse.ts';
import type { Json } from '../../base/json-value.ts';
import { applyJsonPatch } from '../../kube/patch/json/apply-json-patch.ts';
import { applyMergePatch } from '../../kube/patch/merge/merge-patch.ts';

/** Throws `api.invalid-argument` (user) for an unknown kind of patch, `api.patch` (user) for what cannot be applied. */
export function patchedApplication(
  app: Application,
  { patch, patchType }: { readonly patch: string; readonly patchType: string },
): Application {
  const before = parseJson(encodeJson(application, app));
  switch (patchType) {
    case '':
    case 'json':
      return decoded(attempt('error applying patch', () => applyJsonPatch(before, read(patch))));
    case 'merge':
      return decoded(attempt('error calculating merge patch', () => applyMergePatch(before, read(patch))));
    default: {
      const message = `Patch type '${patchType}' is not supported`;
      throw new AppError({ code: 'api.invalid-argument', kind: 'user', message });
    }
  }
}

function read(patch: string): Json {
  return attempt('error decoding json patch', () => parseJson(patch));
}

function decoded(value: Json): Application {
  return attempt('error unmarshaling patched app', () => decode(application, value));
}

function attempt<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'api.patch') throw error;
    const message = `${what}: ${messageOf(error)}`;
    throw new AppError({ code: 'api.patch', kind: 'user', message, cause: error });
  }
}
