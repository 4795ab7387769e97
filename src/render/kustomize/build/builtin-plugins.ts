/** Plugins that Kustomize brings, configured by an object. All others would be programs, which are refused. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { FieldSpec } from '../configuration/field-spec.ts';
import { kustomizeFault } from '../fault.ts';
import { inflateChart } from '../generate/charts.ts';
import { contentHash } from '../generate/hash.ts';
import { generatedMap, type MapArguments } from '../generate/maps.ts';
import { gvkText } from '../object/kind.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import { applyStrategicPatches, type Patch, preparedJsonPatch, preparedPatch } from '../patch/apply.ts';
import { applyReplacements } from '../references/replacements.ts';
import { changeImages, type ImageChange } from '../transform/images.ts';
import { setPairs } from '../transform/metadata.ts';
import { changeNames } from '../transform/names.ts';
import { changeNamespace, type NamespaceChange } from '../transform/namespace.ts';
import { changeReplicas, type ReplicaChange } from '../transform/replicas.ts';
import type { Accumulator } from './accumulator.ts';
import type { PluginRole } from './plugins.ts';
import type { Target } from './target.ts';
import { readReplacements, strategicPatches } from './transformers.ts';

interface Run {
  readonly target: Target;
  readonly into: Accumulator;
  readonly role: PluginRole;
}

type Plugin = (run: Run, config: JsonObject) => readonly Resource[];

/** Runs a plugin. Throws for one that Kustomize does not bring. */
export function runPlugin(run: Run, plugin: Resource): readonly Resource[] {
  const { kind } = plugin;
  const implementation = plugin.apiVersion === 'builtin' && Object.hasOwn(PLUGINS, kind) ? PLUGINS[kind] : undefined;
  if (implementation === undefined) throw refused(plugin);
  return implementation(run, plugin.object as JsonObject);
}

function refused(plugin: Resource): Error {
  if (plugin.apiVersion === 'builtin') return kustomizeFault(`unable to load builtin ${gvkText(plugin.gvk)}`);
  const what = isProgram(plugin) ? 'runs a program' : 'is none that Kustomize brings';
  return kustomizeFault(
    `unable to load plugin ${idText(plugin.id)}: external plugins disabled; it ${what}, and plugins that are programs are not run`,
  );
}

function isProgram({ annotations }: Resource): boolean {
  return (
    annotations['config.kubernetes.io/function'] !== undefined || annotations['config.k8s.io/function'] !== undefined
  );
}

const specs = (config: JsonObject): readonly FieldSpec[] => {
  const written = config['fieldSpecs'];
  return isList(written) ? (written.filter(isObject) as unknown as readonly FieldSpec[]) : [];
};

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const metadataOf = (config: JsonObject): JsonObject => (isObject(config['metadata']) ? config['metadata'] : {});

const PLUGINS: Readonly<Record<string, Plugin>> = {
  PrefixTransformer: ({ into }, config) => {
    changeNames(into.set, { side: 'prefix', text: text(config['prefix']), specs: specs(config) });
    return [];
  },
  SuffixTransformer: ({ into }, config) => {
    changeNames(into.set, { side: 'suffix', text: text(config['suffix']), specs: specs(config) });
    return [];
  },
  PrefixSuffixTransformer: ({ into }, config) => {
    changeNames(into.set, { side: 'prefix', text: text(config['prefix']), specs: specs(config) });
    changeNames(into.set, { side: 'suffix', text: text(config['suffix']), specs: specs(config) });
    return [];
  },
  NamespaceTransformer: ({ into }, config) => {
    changeNamespace(into.set, {
      namespace: text(metadataOf(config)['namespace']),
      specs: specs(config),
      unsetOnly: config['unsetOnly'] === true,
      subjects: (text(config['setRoleBindingSubjects']) || 'defaultOnly') as NonNullable<NamespaceChange['subjects']>,
    });
    return [];
  },
  LabelTransformer: ({ into }, config) => {
    setPairs(into.set.resources, { pairs: (config['labels'] ?? {}) as Record<string, string>, specs: specs(config) });
    return [];
  },
  AnnotationsTransformer: ({ into }, config) => {
    setPairs(into.set.resources, {
      pairs: (config['annotations'] ?? {}) as Record<string, string>,
      specs: specs(config),
    });
    return [];
  },
  ImageTagTransformer: ({ into }, config) => {
    changeImages(into.set.resources, config['imageTag'] as unknown as ImageChange, specs(config));
    return [];
  },
  ReplicaCountTransformer: ({ into }, config) => {
    changeReplicas(into.set, config['replica'] as unknown as ReplicaChange, specs(config));
    return [];
  },
  PatchTransformer: ({ into, target }, config) => {
    preparedPatch(target.folder, config as unknown as Patch)({ set: into.set, schemas: target.context.schemas });
    return [];
  },
  PatchJson6902Transformer: ({ into, target }, config) => {
    const { jsonOp, ...rest } = config;
    const patch = { ...rest, patch: text(jsonOp) } as unknown as Patch;
    preparedJsonPatch(target.folder, patch)({ set: into.set, schemas: target.context.schemas });
    return [];
  },
  PatchStrategicMergeTransformer: ({ into, target }, config) => {
    const paths = isList(config['paths']) ? (config['paths'] as readonly string[]) : [];
    applyStrategicPatches({ set: into.set, schemas: target.context.schemas }, [
      ...strategicPatches(target.folder, paths),
      ...resourcesFromText(text(config['patches'])),
    ]);
    return [];
  },
  ReplacementTransformer: ({ into, target }, config) => {
    const entries = isList(config['replacements']) ? config['replacements'] : [];
    applyReplacements(into.set, readReplacements(target.folder, entries as never));
    return [];
  },
  HashTransformer: ({ into }) => {
    addHashes(into);
    return [];
  },
  ConfigMapGenerator: ({ target }, config) => [generatedMap('ConfigMap', target.folder, mapArguments(config))],
  SecretGenerator: ({ target }, config) => [generatedMap('Secret', target.folder, mapArguments(config))],
  IAMPolicyGenerator: (_, config) => [serviceAccount(config)],
  HelmChartInflationGenerator: ({ target }, config) => inflateChart(target, { ...metadataOf(config), ...config }),
};

/** A service account of Google's. */
function serviceAccount(config: JsonObject): Resource {
  if (config['cloud'] !== 'gke') throw kustomizeFault(`cloud provider ${text(config['cloud'])} not supported yet`);
  const part = (key: string, name: string): string => text(isObject(config[key]) ? config[key][name] : undefined);
  const namespace = part('kubernetesService', 'namespace');
  const account = `${part('serviceAccount', 'name')}@${part('serviceAccount', 'projectId')}.iam.gserviceaccount.com`;
  return new Resource({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      annotations: { 'iam.gke.io/gcp-service-account': account },
      name: part('kubernetesService', 'name'),
      ...(namespace === '' ? {} : { namespace }),
    },
  });
}

function mapArguments(config: JsonObject): MapArguments {
  const metadata = metadataOf(config);
  return {
    ...config,
    name: text(config['name']) || text(metadata['name']),
    namespace: text(config['namespace']) || text(metadata['namespace']),
  } as unknown as MapArguments;
}

/** Names end in a hash of the content where they are asked to. */
export function addHashes({ set }: Accumulator): void {
  for (const resource of set.resources) {
    if (!resource.needsHash) continue;
    const hash = contentHash(resource);
    resource.rememberId();
    resource.setName(`${resource.name}-${hash}`);
  }
  set.changed();
}
