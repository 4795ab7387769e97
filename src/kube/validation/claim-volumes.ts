/** The claims of a StatefulSet are volumes of its pods: its template is looked at with them. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';

/**
 * A StatefulSet with a volume for each claim in front of those of its pods; a claim takes the place of a volume of its name. Anything
 * else stays as it is (k8s.io/kubernetes: validation of apps, `ValidatePodTemplateSpecForStatefulSet`).
 */
export function withClaimVolumes(object: JsonObject): JsonObject {
  const { spec } = object;
  const claims = memberAt(spec, 'volumeClaimTemplates');
  const template = memberAt(spec, 'template');
  const pod = memberAt(template, 'spec');
  if (object['kind'] !== 'StatefulSet' || object['apiVersion'] !== 'apps/v1') return object;
  if (!isObject(spec) || !isObject(template) || !isObject(pod) || !isList(claims) || claims.length === 0) return object;
  const volumes = allVolumes(claims, isList(pod['volumes']) ? pod['volumes'] : []);
  return { ...object, spec: { ...spec, template: { ...template, spec: { ...pod, volumes } } } };
}

/** Of claims that have one name there is one volume. */
function allVolumes(claims: readonly Json[], own: readonly Json[]): readonly Json[] {
  const names = new Set(claims.map((claim) => textAt(claim, 'metadata', 'name') ?? ''));
  const made = [...names].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return [...made, ...own.filter((volume) => !names.has(textAt(volume, 'name') ?? ''))];
}
