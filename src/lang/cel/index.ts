/** CEL, the Common Expression Language, as Kubernetes 1.35 has it: compile an expression, evaluate it under a budget. */
export type { Environment, FunctionDeclaration, Functions, Overload, Run, StructFields } from './environment.ts';
export { type FunctionTable, functionsOf, namedType } from './library/signatures.ts';
export { STANDARD_TABLES } from './library/standard.ts';
export { type Compilation, compileProgram, type Outcome, type Program, type Variables } from './program.ts';
export { CelFault, noSuchOverload } from './runtime/cel-fault.ts';
export { fromJson, mapOfObject } from './runtime/from-json.ts';
export * from './runtime/values.ts';
export type { CelType } from './types.ts';
export * as types from './types.ts';
