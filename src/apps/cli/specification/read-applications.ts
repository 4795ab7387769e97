/** The Applications of a file, as `app create -f` takes them. Pure. */
import { type Application, application } from '../../../api/application/fields.ts';
import { decode } from '../../../api/schema/decode.ts';
import { AppError, messageOf } from '../../../base/errors.ts';
import { isObject, type Json, textAt } from '../../../base/json-value.ts';
import { readDocuments } from '../../../lang/yaml/read.ts';

/** Throws `cli.invalid-file` (user) with file and line: for what is no YAML, and for what is no Application. */
export function readApplications(text: string, file: string): readonly Application[] {
  const found: Application[] = [];
  try {
    for (const { value, line } of readDocuments(text)) found.push(applicationOf(value, `${file}:${line}`));
  } catch (error) {
    if (error instanceof AppError && error.code === 'cli.invalid-file') throw error;
    throw invalid(`${file}: ${messageOf(error)}`, error);
  }
  if (found.length === 0) throw invalid(`${file}: there is no Application in it`);
  return found;
}

function applicationOf(value: Json, place: string): Application {
  const kind = textAt(value, 'kind');
  if (kind !== 'Application') {
    throw invalid(`${place}: an Application is expected, found ${kind ?? (isObject(value) ? 'no kind' : 'no object')}`);
  }
  try {
    return decode(application, value);
  } catch (error) {
    throw invalid(`${place}: ${messageOf(error)}`, error);
  }
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'cli.invalid-file', kind: 'user', message, ...(cause === undefined ? {} : { cause }) });
}
