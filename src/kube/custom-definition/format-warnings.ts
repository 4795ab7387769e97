/** Formats in the schemas of a definition that the server does not check. */
import { type JsonObject, textAt } from '../../base/json-value.ts';
import { isKnownFormat } from '../schema/formats.ts';
import { definitionSpec, schemasOf } from './definition-spec.ts';
import { someSchema } from './nested-schemas.ts';

/** Warnings about formats that `old` did not have. */
export function formatWarnings(crd: JsonObject, old: JsonObject | undefined): readonly string[] {
  const known = new Set(old === undefined ? [] : oddFormats(old));
  const added = oddFormats(crd).filter((format) => !known.has(format));
  return [...new Set(added)].map((format) => `unrecognized format ${JSON.stringify(format)}`);
}

function oddFormats(crd: JsonObject): readonly string[] {
  const found: string[] = [];
  for (const schema of schemasOf(definitionSpec(crd))) {
    someSchema(schema, (one) => {
      const format = textAt(one, 'format') ?? '';
      if (format !== '' && one['type'] === 'string' && !isKnownFormat(format)) found.push(format);
      return false;
    });
  }
  return found;
}
