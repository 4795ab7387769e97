/** Manifests of an operation as people are shown them: the values of Secrets are nobody's to read there. */
import type { Application, Operation } from '../../api/application/fields.ts';
import { parseJson } from '../../base/json/parse.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import { isObject, textAt } from '../../base/json-value.ts';
import { maskSecrets } from '../../engine/mask/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

/** The same Application where no operation of it came with manifests. */
export function withHiddenManifests(app: Application): Application {
  const { operation, status } = app;
  const state = status?.operationState;
  if (!operation?.sync?.manifests && !state?.operation?.sync?.manifests) return app;
  return {
    ...app,
    ...(operation ? { operation: hidden(operation) } : {}),
    ...(state ? { status: { ...status, operationState: { ...state, operation: hidden(state.operation) } } } : {}),
  };
}

function hidden(operation: Operation): Operation {
  const { sync } = operation;
  if (!sync?.manifests) return operation;
  return { ...operation, sync: { ...sync, manifests: sync.manifests.map(masked) } };
}

/** What cannot be read is not shown at all. */
function masked(text: string): string {
  try {
    const value = parseJson(text);
    if (!isObject(value) || textAt(value, 'kind') === undefined) return '';
    const object = { metadata: {}, ...value } as unknown as KubeObject;
    return object.kind === 'Secret' ? canonicalJson(maskSecrets([object])[0] ?? {}) : text;
  } catch {
    return '';
  }
}
