export { cleanPath, pathBeside } from './clean-path.ts';
export { DEFAULT_TRACE, type Failure, failureText } from './failure.ts';
export { type ImportPath, importPaths } from './import-paths.ts';
export { type Imported, type Importer, ImportFault } from './importer.ts';
export { type JsonnetOutcome, type JsonnetRun, type Program, runJsonnet, type Variable } from './run-jsonnet.ts';
export type { Limits } from './runtime/machine.ts';
export { type Manifested, serialize } from './runtime/manifest.ts';
