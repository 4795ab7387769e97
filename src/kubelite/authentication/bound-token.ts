/** Tokens of service accounts: what their claims are bound to, and whether all that is still there. */
import { isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { type Identity, serviceAccountUser } from './identity.ts';

const EXTRA = 'authentication.kubernetes.io';
/** How far clocks may differ. Source: go-jose's `DefaultLeeway`. */
const LEEWAY = 60_000;

/** The user of the claims, with what the token says about where it is used. */
export function boundUser(bound: JsonObject, jti: string | undefined): Identity {
  const user = serviceAccountUser(textAt(bound, 'namespace') ?? '', textAt(bound, 'serviceaccount', 'name') ?? '');
  const uid = textAt(bound, 'serviceaccount', 'uid');
  const extra = {
    ...(jti !== undefined && { [`${EXTRA}/credential-id`]: [`JTI=${jti}`] }),
    ...named('node-name', textAt(bound, 'node', 'name')),
    ...named('node-uid', textAt(bound, 'node', 'uid')),
    ...named('pod-name', textAt(bound, 'pod', 'name')),
    ...named('pod-uid', textAt(bound, 'pod', 'uid')),
  };
  return { ...user, ...(uid !== undefined && { uid }), ...(Object.keys(extra).length > 0 && { extra }) };
}

function named(key: string, value: string | undefined): Readonly<Record<string, readonly string[]>> {
  return value === undefined ? {} : { [`${EXTRA}/${key}`]: [value] };
}

/** Why claims no longer hold, in the server's words; undefined where they do. */
export function whyOver(store: ObjectStore, claims: JsonObject, now: number): string | undefined {
  const { exp } = claims;
  if (typeof exp === 'number' && now - LEEWAY > exp * 1000) return 'service account token has expired';
  const bound = claims['kubernetes.io'];
  if (!isObject(bound)) return undefined;
  const namespace = textAt(bound, 'namespace') ?? '';
  return whyNoAccount(store, namespace, bound['serviceaccount']) ?? whyUnbound(store, namespace, bound, now);
}

function whyNoAccount(store: ObjectStore, namespace: string, claim: Json | undefined): string | undefined {
  const name = textAt(claim, 'name') ?? '';
  const found = store.get('/serviceaccounts', namespace, name);
  if (!found) return `serviceaccounts ${JSON.stringify(name)} not found`;
  const [uid, wanted] = [found.object.metadata.uid ?? '', textAt(claim, 'uid') ?? ''];
  return uid === wanted ? undefined : `service account UID (${uid}) does not match claim (${wanted})`;
}

/** A token ends with the Secret, pod or node that it was made for; the node of a pod is only told. */
function whyUnbound(store: ObjectStore, namespace: string, bound: JsonObject, now: number): string | undefined {
  const kinds = isObject(bound['pod']) ? ['secret', 'pod'] : ['secret', 'node'];
  for (const kind of kinds) {
    const claim = bound[kind];
    const uid = textAt(claim, 'uid');
    // Tokens that stand in a Secret name it only.
    if (!isObject(claim) || uid === undefined) continue;
    const found = store.get(`/${kind}s`, kind === 'node' ? '' : namespace, textAt(claim, 'name') ?? '')?.object
      .metadata;
    const gone = Date.parse(found?.deletionTimestamp ?? '') < now - LEEWAY;
    if (found === undefined || gone) return 'service account token has been invalidated';
    if (found.uid === uid) continue;
    return `${kind} UID (${found.uid}) does not match service account ${kind} ref claim (${uid})`;
  }
  return undefined;
}
