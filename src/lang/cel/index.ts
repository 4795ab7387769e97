/** CEL, the Common Expression Language, as Kubernetes 1.35 has it: compile an expression, evaluate it under a budget. */
export { estimateCost } from './cost/estimate.ts';
export type { SizeOfPath, ValuePath } from './cost/node.ts';
export type { Range } from './cost/range.ts';
export type { Environment, FunctionDeclaration, Functions, Overload, Run, StructFields } from './environment.ts';
export { type FunctionTable, functionsOf, namedType } from './library/signatures.ts';
export { STANDARD_TABLES } from './library/standard.ts';
export { type Compilation, compileProgram, type Outcome, type Program, type Variables } from './program.ts';
export { CelFault, noSuchOverload } from './runtime/cel-fault.ts';
export { fromJson, mapOfObject } from './runtime/from-json.ts';
export { parseDateTime, parseDuration as parseGoDuration } from './runtime/time.ts';
export * from './runtime/values.ts';
export * as types from './types.ts';
export { type CelType, typeText } from './types.ts';
