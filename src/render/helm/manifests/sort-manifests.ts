/** The texts that the templates made, cut into documents, hooks taken out, in the order of installation. */
import { AppError } from '../../../base/errors.ts';
import { sortedTexts } from '../../../base/json/byte-order.ts';
import type { Json } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { baseName } from '../archive/clean-path.ts';
import { fieldOf, objectOf, textOf } from '../chart/go-decoder.ts';
import { helmFault } from '../helm-fault.ts';
import { inInstallOrder } from './install-order.ts';
import { LastDocuments, type ReadDocument } from './last-documents.ts';
import type { Hook, HookEvent, Manifest, SortedManifests } from './manifest.ts';
import { splitManifests } from './split-manifests.ts';
import { trimSpace } from './trim-space.ts';

const HOOK = 'helm.sh/hook';
const EVENTS: Readonly<Record<string, HookEvent>> = {
  'pre-install': 'pre-install',
  'post-install': 'post-install',
  'pre-delete': 'pre-delete',
  'post-delete': 'post-delete',
  'pre-upgrade': 'pre-upgrade',
  'post-upgrade': 'post-upgrade',
  'pre-rollback': 'pre-rollback',
  'post-rollback': 'post-rollback',
  test: 'test',
  // As Helm 2 called it.
  'test-success': 'test',
};

/**
 * By template name. Partials and empty texts are passed over, so are hooks of a kind that Helm does not know. Throws
 * `helm.invalid-manifest` naming the template.
 */
export function sortManifests(
  files: ReadonlyMap<string, string>,
  helm: 3 | 4,
  documents = new LastDocuments(),
): SortedManifests {
  const manifests: Manifest[] = [];
  const hooks: Hook[] = [];
  for (const path of sortedTexts(files.keys())) {
    const text = files.get(path) ?? '';
    if (baseName(path).startsWith('_') || trimSpace(text) === '') continue;
    for (const content of splitManifests(text, helm)) {
      const { hook, object, apiVersion, kind } = documents.of(content, () => readDocument(path, { content, helm }));
      const manifest = { path, content, object, apiVersion, kind };
      if (hook === undefined) manifests.push(manifest);
      else if (hook !== 'unknown') hooks.push({ ...manifest, events: hook });
    }
  }
  return { manifests: inInstallOrder(manifests, helm), hooks: inInstallOrder(hooks, helm) };
}

function readDocument(path: string, { content, helm }: { content: string; helm: 3 | 4 }): ReadDocument {
  try {
    const object = readYaml(content);
    return { object, ...headOf(object, helm) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw helmFault('helm.invalid-manifest', `YAML parse error on ${path}: ${error.message}`);
  }
}

/** As far as Helm looks: what is of another type than its struct wants is refused. */
function headOf(value: Json, helm: 3 | 4): Omit<ReadDocument, 'object'> {
  const struct = helm === 4 ? 'util.SimpleHead' : 'releaseutil.SimpleHead';
  const head = objectOf(value, { struct, path: '' }, struct) ?? {};
  const metadata =
    objectOf(
      fieldOf(head, 'metadata'),
      { struct, path: 'metadata' },
      'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }',
    ) ?? {};
  textOf(fieldOf(metadata, 'name'), { struct, path: 'metadata.name' });
  const place = { struct, path: 'metadata.annotations' };
  const annotations = objectOf(fieldOf(metadata, 'annotations'), place, 'map[string]string') ?? {};
  for (const annotation of Object.values(annotations)) textOf(annotation, place);
  const hook = Object.hasOwn(annotations, HOOK) ? textOf(annotations[HOOK], place) : undefined;
  return {
    apiVersion: textOf(fieldOf(head, 'apiVersion'), { struct, path: 'apiVersion' }),
    kind: textOf(fieldOf(head, 'kind'), { struct, path: 'kind' }),
    hook: hook === undefined ? undefined : eventsOf(hook),
  };
}

function eventsOf(annotation: string): readonly HookEvent[] | 'unknown' {
  const events = annotation.split(',').map((name) => {
    const event = name.trim().toLowerCase();
    return Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined;
  });
  return events.includes(undefined) ? 'unknown' : events.filter((event) => event !== undefined);
}
