/** Expressions that choose devices: what they may name, and what is wrong with one. */
import { type CelType, compileProgram, type Environment, types, typeText } from '../../../lang/cel/index.ts';
import { KUBERNETES_FUNCTIONS } from '../kubernetes-environment.ts';

const DEVICE = 'kubernetes.DRADevice';

const FIELDS: ReadonlyMap<string, CelType> = new Map<string, CelType>([
  ['driver', types.STRING],
  ['attributes', types.mapOf(types.STRING, types.mapOf(types.STRING, types.DYN))],
  ['capacity', types.mapOf(types.STRING, types.mapOf(types.STRING, types.DYN))],
  ['allowMultipleAllocations', types.BOOL],
]);

const ENVIRONMENT: Environment = {
  variables: new Map([['device', types.struct(DEVICE)]]),
  functions: KUBERNETES_FUNCTIONS,
  structs: (name) => (name === DEVICE ? FIELDS : undefined),
};

/** What is wrong with the expression of a device's selector; undefined where it compiles to a truth. */
export function deviceSelectorFault(text: string): string | undefined {
  const compiled = compileProgram(text, ENVIRONMENT);
  if (compiled.kind !== 'program') return `compilation failed: ${compiled.text}`;
  const type = typeText(compiled.program.type);
  return type === 'bool' || type === 'dyn' ? undefined : `must evaluate to bool or the unknown type, not ${type}`;
}
