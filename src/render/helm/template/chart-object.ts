/** `.Chart`: Chart.yaml by the names of Go's struct. A map since Helm 4, before that the struct itself. */
import {
  ANY_SLICE,
  BOOL,
  fromJson,
  type GoField,
  GoMap,
  GoNil,
  GoPointer,
  GoSlice,
  GoStruct,
  type GoValue,
  goDict,
  pointerTo,
  STRING,
  STRING_MAP,
  STRING_SLICE,
  sliceOf,
  structType,
} from '../../../lang/go-value/index.ts';
import type { ChartMaintainer } from '../chart/chart.ts';
import type { WorkingChart, WorkingDependency } from '../dependencies/working-chart.ts';

interface Field extends GoField {
  readonly value: GoValue;
}

export function chartObject(chart: WorkingChart, helm: 3 | 4): GoValue {
  const isRoot = { name: 'IsRoot', type: BOOL, value: chart.isRoot };
  if (helm === 4) return goDict([...asMap(metadataFields(chart)), ['IsRoot', chart.isRoot]]);
  const fields = [...metadataFields(chart), isRoot];
  return structOf('struct { chart.Metadata; IsRoot bool }', fields);
}

function metadataFields(chart: WorkingChart): readonly Field[] {
  const { metadata } = chart;
  const text = (name: string, value: string): Field => ({ name, type: STRING, value });
  return [
    text('Name', chart.name),
    text('Home', metadata.home),
    { name: 'Sources', type: STRING_SLICE, value: texts(metadata.sources) },
    text('Version', metadata.version),
    text('Description', metadata.description),
    { name: 'Keywords', type: STRING_SLICE, value: texts(metadata.keywords) },
    pointers('Maintainers', 'chart.Maintainer', metadata.maintainers.map(maintainerFields)),
    text('Icon', metadata.icon),
    text('APIVersion', metadata.apiVersion),
    text('Condition', metadata.condition),
    text('Tags', metadata.tags),
    text('AppVersion', metadata.appVersion),
    { name: 'Deprecated', type: BOOL, value: metadata.deprecated },
    { name: 'Annotations', type: STRING_MAP, value: annotationsOf(metadata.annotations) },
    text('KubeVersion', metadata.kubeVersion),
    pointers('Dependencies', 'chart.Dependency', (chart.wanted ?? []).map(dependencyFields)),
    text('Type', metadata.type),
  ];
}

function maintainerFields({ name, email, url }: ChartMaintainer): readonly Field[] {
  return [
    { name: 'Name', type: STRING, value: name },
    { name: 'Email', type: STRING, value: email },
    { name: 'URL', type: STRING, value: url },
  ];
}

function dependencyFields(dependency: WorkingDependency): readonly Field[] {
  const { name, version, repository, condition, tags, enabled, importValues, alias } = dependency;
  return [
    { name: 'Name', type: STRING, value: name },
    { name: 'Version', type: STRING, value: version },
    { name: 'Repository', type: STRING, value: repository },
    { name: 'Condition', type: STRING, value: condition },
    { name: 'Tags', type: STRING_SLICE, value: texts(tags) },
    { name: 'Enabled', type: BOOL, value: enabled },
    { name: 'ImportValues', type: ANY_SLICE, value: importValues.map(fromJson) },
    { name: 'Alias', type: STRING, value: alias },
  ];
}

function texts(items: readonly string[]): GoValue {
  return items.length === 0 ? new GoNil(STRING_SLICE) : new GoSlice(STRING_SLICE, items);
}

function annotationsOf(annotations: ReadonlyMap<string, string> | undefined): GoValue {
  return annotations === undefined ? new GoNil(STRING_MAP) : new GoMap(STRING_MAP, new Map(annotations));
}

/** A list of pointers to structs. */
function pointers(name: string, struct: string, items: readonly (readonly Field[])[]): Field {
  const pointer = pointerTo(structType(struct, []));
  const type = sliceOf(pointer);
  if (items.length === 0) return { name, type, value: new GoNil(type) };
  const structs = items.map((fields) => {
    const value = structOf(struct, fields);
    return new GoPointer(pointerTo(value.type), value);
  });
  return { name, type, value: new GoSlice(type, structs) };
}

/** JSON names are the field's with the first letters small, and leave out what is empty; `IsRoot` has no tag. */
function structOf(name: string, fields: readonly Field[]): GoStruct {
  const type = structType(
    name,
    fields.map(({ name, type }) => ({
      name,
      type,
      ...(name === 'IsRoot' ? {} : { json: jsonName(name), omitsEmpty: true }),
    })),
  );
  return new GoStruct(
    type,
    fields.map(({ value }) => value),
  );
}

/** As Helm 4 turns structs into maps: lists become lists of anything, structs in them maps. */
function asMap(fields: readonly Field[]): readonly (readonly [string, GoValue])[] {
  return fields.map(({ name, type, value }) => [name, type.kind === 'slice' ? listOf(value) : value]);
}

function listOf(value: GoValue): GoValue {
  if (!(value instanceof GoSlice)) return Array.isArray(value) ? value : [];
  return value.items.map((item) => {
    if (!(item instanceof GoPointer) || !(item.target instanceof GoStruct)) return item;
    const { type, fields } = item.target;
    return goDict(asMap((type.fields ?? []).map((field, index) => ({ ...field, value: fields[index] ?? null }))));
  });
}

function jsonName(name: string): string {
  if (name === 'ImportValues') return 'import-values';
  return name.replace(/^(?:API(?=V)|URL$|[A-Z])/, (capitals) => capitals.toLowerCase());
}
