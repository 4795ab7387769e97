/** What a CustomResourceDefinition must be like to be served. */
import { messageOf } from '../../base/errors.ts';
import { isList, isObject, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { customColumns } from '../../kube/printing/custom-cells.ts';

/** The causes of a refusal; empty where the definition can be served. */
export function definitionCauses(crd: KubeObject): readonly FieldCause[] {
  const versions = memberAt(crd, 'spec', 'versions');
  const list = (isList(versions) ? versions : []).filter(isObject);
  return [...nameCauses(crd), ...storageCauses(list), ...list.flatMap(versionCauses)];
}

function nameCauses(crd: KubeObject): readonly FieldCause[] {
  const plural = textAt(crd, 'spec', 'names', 'plural') ?? '';
  const group = textAt(crd, 'spec', 'group') ?? '';
  const { name = '' } = crd.metadata;
  if (name === `${plural}.${group}`) return [];
  const message = `Invalid value: ${JSON.stringify(name)}: must be spec.names.plural+"."+spec.group`;
  return [{ field: 'metadata.name', message, reason: 'FieldValueInvalid' }];
}

function storageCauses(versions: readonly JsonObject[]): readonly FieldCause[] {
  if (versions.filter((version) => version['storage'] === true).length === 1) return [];
  const message = `Invalid value: ${JSON.stringify(versions)}: must have exactly one version marked as storage version`;
  return [{ field: 'spec.versions', message, reason: 'FieldValueInvalid' }];
}

function versionCauses(version: JsonObject, index: number): readonly FieldCause[] {
  const field = `spec.versions[${index}]`;
  const schema = isObject(memberAt(version, 'schema', 'openAPIV3Schema'))
    ? []
    : [
        {
          field: `${field}.schema.openAPIV3Schema`,
          message: 'Required value: schemas are required',
          reason: 'FieldValueRequired',
        },
      ];
  return [...schema, ...columnCauses(version, `${field}.additionalPrinterColumns`)];
}

function columnCauses(version: JsonObject, field: string): readonly FieldCause[] {
  try {
    customColumns(member(version, 'additionalPrinterColumns'));
    return [];
  } catch (error) {
    return [{ field, message: `Invalid value: ${messageOf(error)}`, reason: 'FieldValueInvalid' }];
  }
}
