/** Manifests as text. Pure. */
import { stringifyJson } from '../../../base/json/stringify.ts';
import { type KubeObject, keyOf } from '../../../kube/object/kube-object.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import type { OutputFormat } from './render-flags.ts';
import { sourceText, type WantedApplication } from './wanted-application.ts';

export interface PrintedGroup {
  readonly application: WantedApplication;
  readonly objects: readonly KubeObject[];
}

/** `headed`: a comment names each Application before what it made. */
export function printGroups(
  groups: readonly PrintedGroup[],
  { format, headed }: { readonly format: OutputFormat; readonly headed: boolean },
): string {
  const objects = groups.flatMap((group) => group.objects);
  if (format === 'name') return objects.map((object) => `${nameOf(object)}\n`).join('');
  if (format === 'json') return `${stringifyJson({ apiVersion: 'v1', kind: 'List', items: objects }, { indent: 4 })}\n`;
  return groups
    .flatMap(({ application, objects: made }) => {
      const heading = headed ? [`# ${applicationLine(application)}\n`] : [];
      return [...heading, ...made.map((object) => `---\n${writeYaml(object)}`)];
    })
    .join('');
}

/** On one line, whatever the names hold. */
export function applicationLine(application: WantedApplication): string {
  return `Application: ${application.name}, source: ${sourceText(application)}`.replace(
    /[\u0000-\u001f\u007f\u0085\u2028\u2029]/g,
    '?',
  );
}

/** As kubectl names objects: `configmap/a`, `deployment.apps/web`. */
function nameOf(object: KubeObject): string {
  const { group, kind, name } = keyOf(object);
  return `${[kind.toLowerCase(), ...(group === '' ? [] : [group])].join('.')}/${name || object.metadata.generateName || ''}`;
}
