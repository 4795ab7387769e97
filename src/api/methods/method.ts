/** One row of the method table: what a call is named on every face of the API, what it takes, and who may make it. */
import type { AnyStruct } from '../schema/field.ts';

export type HttpVerb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call. The dispatcher decides before any handler runs; there is no row without one.
 * - `public`: everybody, with or without a token.
 * - `signed-in`: every identity.
 * - `items`: every identity; each item of the answer is checked, and what may not be seen is left out.
 * - `application`: the named Application is looked up and `resource, action, <project>/<name>` is asked. A missing one
 *   answers as a forbidden one, unless the caller may see the project it named (feature N5).
 * - `object`: `resource, action, <value of the request field>`.
 * - `checked-by-handler`: the object is only known from the body; the handler asks through `authorize`, which it must.
 */
export type Permission =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'items'; readonly resource: RbacResource; readonly action: string }
  | {
      readonly kind: 'application';
      readonly action: string;
      readonly nameField: string;
      /** Fields of the request that say more of the action: asked is `action/<value>/<value>…` (feature G6). */
      readonly detail?: readonly string[];
    }
  | { readonly kind: 'object'; readonly resource: RbacResource; readonly action: string; readonly field: string }
  | { readonly kind: 'checked-by-handler'; readonly resource: RbacResource; readonly action: string };

export type RbacResource =
  | 'applications'
  | 'applicationsets'
  | 'clusters'
  | 'projects'
  | 'repositories'
  | 'write-repositories'
  | 'accounts'
  | 'certificates'
  | 'gpgkeys'
  | 'logs'
  | 'exec'
  | 'extensions';

export interface Method {
  /** gRPC service with package, e.g. `application.ApplicationService`. */
  readonly service: string;
  readonly name: string;
  readonly verb: HttpVerb;
  /** Paths of the REST gateway; `{field}` parts fill the request. */
  readonly paths: readonly string[];
  /** Whole request, one field of it, or nothing. */
  readonly body?: '*' | string;
  readonly request: AnyStruct;
  /** Of the reply, or of one message of a stream. */
  readonly reply: AnyStruct;
  readonly stream?: true;
  /** The client sends a stream; `request` is one message of it. */
  readonly clientStream?: true;
  readonly permission: Permission;
}

/** `application.ApplicationService/List`. */
export function methodKey(method: Pick<Method, 'service' | 'name'>): string {
  return `${method.service}/${method.name}`;
}
