/** The functions that a chart's templates see: sprig's, with those that Helm 4.2 adds or puts in their place. */
import { type FunctionTable, functionTable, type GoFunction } from '../../go-value/index.ts';
import { sprigFunctions } from '../sprig-functions.ts';
import { JSON_FUNCTIONS } from './json-functions.ts';
import { type Lookup, templateFunctions } from './template-functions.ts';
import { TOML_FUNCTIONS } from './toml-functions.ts';
import { YAML_FUNCTIONS } from './yaml-functions.ts';

/** For compiling, once; `templateFunctions()` go over them for each execution, since they count and look things up. */
export function helmFunctions(lookup?: Lookup): readonly GoFunction[] {
  return [...sprigFunctions(), ...JSON_FUNCTIONS, ...YAML_FUNCTIONS, ...TOML_FUNCTIONS, ...templateFunctions(lookup)];
}

/** The same as a table. */
export function helmTable(lookup?: Lookup): FunctionTable {
  return functionTable(helmFunctions(lookup));
}
