/** Faults of schemas themselves, in the words of the Go library that Helm uses (santhosh-tekuri/jsonschema). */
import { AppError } from '../../base/errors.ts';

export type SchemaFaultCode =
  /** A schema that is no schema: breaks its metaschema, a reference that leads nowhere, a pattern that is none. */
  | 'json-schema.invalid'
  /** A reference to a document that would have to be fetched. */
  | 'json-schema.remote'
  /** Schema or checking took more steps or went deeper than allowed. */
  | 'json-schema.budget';

export function schemaFault(code: SchemaFaultCode, message: string): AppError {
  return new AppError({ code, kind: 'user', message });
}
