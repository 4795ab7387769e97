/** Conditions of the form that newer kinds share. Source: `ValidateConditions` of apimachinery. */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { duplicate, invalid, invalidName, required, tooLong, unsupported } from './causes.ts';

const LONGEST_REASON = 1024;
const LONGEST_MESSAGE = 32_768;
const REASON = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const REASON_SENTENCE =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

/** What is wrong with a list of conditions. */
export function conditionsCauses(list: Json | undefined, path: string): readonly FieldCause[] {
  const seen = new Set<string>();
  return (isList(list) ? list.filter(isObject) : []).flatMap((one, index) => {
    const type = textAt(one, 'type') ?? '';
    const field = `${path}[${index}]`;
    const twice = seen.has(type) ? [duplicate(`${field}.type`, type)] : [];
    seen.add(type);
    return [...twice, ...conditionCauses(one, field)];
  });
}

function conditionCauses(one: JsonObject, field: string): readonly FieldCause[] {
  const [type, status, reason, message] = ['type', 'status', 'reason', 'message'].map(
    (name) => textAt(one, name) ?? '',
  );
  const causes = [...invalidName(`${field}.type`, type ?? '', wrongQualifiedName(type ?? ''))];
  if (!['True', 'False', 'Unknown'].includes(status ?? '')) {
    causes.push(unsupported(`${field}.status`, status ?? '', ['False', 'True', 'Unknown']));
  }
  const generation = one['observedGeneration'];
  if (typeof generation === 'number' && generation < 0) {
    causes.push(invalid(`${field}.observedGeneration`, generation, 'must be greater than or equal to zero'));
  }
  if (!textAt(one, 'lastTransitionTime')) causes.push(required(`${field}.lastTransitionTime`));
  if (!reason) causes.push(required(`${field}.reason`));
  else if (!REASON.test(reason)) causes.push(invalid(`${field}.reason`, reason, REASON_SENTENCE));
  if ((reason ?? '').length > LONGEST_REASON) causes.push(tooLong(`${field}.reason`, LONGEST_REASON));
  if ((message ?? '').length > LONGEST_MESSAGE) causes.push(tooLong(`${field}.message`, LONGEST_MESSAGE));
  return causes;
}
