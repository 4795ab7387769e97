/**
 * The one way to a handler, for every face of the API: identity first, then the permission that the method table states,
 * then the handler. Long streams ask again, so that a revoked token or a changed policy ends them.
 */
import type { Application } from '../api/application/fields.ts';
import { type Method, methodKey, type RbacResource } from '../api/methods/method.ts';
import type { JsonObject } from '../base/json-value.ts';
import type { Identity } from '../services/accounts/index.ts';
import { authorizedApplication } from './application-permission.ts';
import { denied, unauthenticated, unimplemented } from './refusals.ts';

const REAUTHORIZE_MILLISECONDS = 10_000;

export interface Call {
  readonly method: Method;
  /** Decoded request message. */
  readonly request: JsonObject;
  /** What a client stream sends, one after the other. */
  readonly messages?: AsyncIterable<JsonObject>;
  /** Who asks; asked again during long streams. Undefined: nobody we know. */
  readonly identify: () => Identity | undefined;
  readonly signal: AbortSignal;
}

export interface HandlerContext {
  readonly request: JsonObject;
  readonly identity: Identity | undefined;
  /** The stored object; there exactly for methods with an `application` permission. */
  readonly application: Application | undefined;
  /** Of a client stream; else none. */
  readonly messages: AsyncIterable<JsonObject>;
  readonly signal: AbortSignal;
  /** Whether the caller may; for filtering lists. */
  may(resource: RbacResource, action: string, object: string): boolean;
  /** Throws where the caller may not. */
  authorize(resource: RbacResource, action: string, object: string): void;
  /** The Application that a message names, where the caller may do this with it; else throws as an `application` permission does. */
  authorizedApplication(message: JsonObject, action: string): Application;
}

export type Handler = (context: HandlerContext) => Promise<unknown> | AsyncIterable<unknown>;

export type Reply =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'stream'; readonly messages: AsyncIterable<unknown> };

export interface DispatchDependencies {
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly enforce: (identity: Identity, resource: RbacResource, action: string, object: string) => boolean;
  readonly findApplication: (namespace: string, name: string) => Application | undefined;
  /** Namespace of the control plane: where Applications without a namespace in the request are. */
  readonly namespace: string;
  readonly monotonic: () => number;
}

export type Dispatch = (call: Call) => Promise<Reply>;

export function createDispatch(deps: DispatchDependencies): Dispatch {
  return async (call) => {
    const handler = Object.hasOwn(deps.handlers, methodKey(call.method))
      ? deps.handlers[methodKey(call.method)]
      : undefined;
    const identity = call.identify();
    const application = authorize(call, identity, deps);
    if (!handler) throw unimplemented(methodKey(call.method));
    const context = contextOf(call, { identity, application }, deps);
    const result = handler(context);
    if (!call.method.stream) return { kind: 'value', value: await result };
    return { kind: 'stream', messages: reauthorized(result as AsyncIterable<unknown>, call, deps) };
  };
}

/** Throws unless the caller may; answers with the application that the request names. */
function authorize(
  { method, request }: Call,
  identity: Identity | undefined,
  deps: DispatchDependencies,
): Application | undefined {
  const { permission } = method;
  if (permission.kind === 'public') return undefined;
  if (!identity) throw unauthenticated();
  if (permission.kind === 'application') return authorizedApplication({ request, permission, identity }, deps);
  if (permission.kind !== 'object') return undefined;
  const { resource, action, field } = permission;
  const object = String(request[field] ?? '');
  if (!deps.enforce(identity, resource, action, object)) throw denied({ resource, action, object }, identity);
  return undefined;
}

function contextOf(
  { request, signal, messages = NOTHING }: Call,
  { identity, application }: Pick<HandlerContext, 'identity' | 'application'>,
  deps: DispatchDependencies,
): HandlerContext {
  const may: HandlerContext['may'] = (resource, action, object) =>
    identity !== undefined && deps.enforce(identity, resource, action, object);
  return {
    request,
    identity,
    application,
    messages,
    signal,
    may,
    authorize(resource, action, object) {
      if (!identity) throw unauthenticated();
      if (!may(resource, action, object)) throw denied({ resource, action, object }, identity);
    },
    authorizedApplication(message, action) {
      if (!identity) throw unauthenticated();
      const permission = { kind: 'application', action, nameField: 'name' } as const;
      return authorizedApplication({ request: message, permission, identity }, deps);
    },
  };
}

const NOTHING: AsyncIterable<never> = {
  async *[Symbol.asyncIterator]() {
    // No message.
  },
};

async function* reauthorized(
  messages: AsyncIterable<unknown>,
  call: Call,
  deps: DispatchDependencies,
): AsyncIterable<unknown> {
  let asked = deps.monotonic();
  for await (const message of messages) {
    if (deps.monotonic() - asked > REAUTHORIZE_MILLISECONDS) {
      asked = deps.monotonic();
      authorize(call, call.identify(), deps);
    }
    yield message;
  }
}
