/** The specification of an Application, asked for and written back (surface §2.3). */
import { type Application, type ApplicationSpec, applicationSpec } from '../../api/application/fields.ts';
import { encodeJson } from '../../api/schema/encode.ts';
import { parseJson } from '../../base/json/parse.ts';
import type { ApiClient } from './api-client.ts';
import { type ApplicationName, applicationPath, namespaceQuery } from './command.ts';

/** Throws `cli.rpc` with the server's reason. */
export async function readApplication(api: ApiClient, key: ApplicationName): Promise<Application> {
  return await api.call<Application>({ path: applicationPath(key), query: namespaceQuery(key) });
}

export interface SpecificationUpdate {
  readonly key: ApplicationName;
  readonly spec: ApplicationSpec;
  /** Whether the server looks at repository and destination first. */
  readonly validate: boolean;
}

/** Throws `cli.rpc` with the server's reason. */
export async function updateSpecification(api: ApiClient, { key, spec, validate }: SpecificationUpdate): Promise<void> {
  await api.call({
    method: 'PUT',
    path: `${applicationPath(key)}/spec`,
    query: { ...namespaceQuery(key), validate },
    // Without what is empty, as Go leaves it out.
    body: parseJson(encodeJson(applicationSpec, spec)),
  });
}
