/** How a CustomResourceDefinition converts between its versions: not at all, or by a webhook. */
import { Buffer } from 'node:buffer';
import { isList, isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, required } from '../validation/causes.ts';
import { serviceCauses, urlCauses } from '../validation/client-config.ts';
import { serviceLabel } from '../validation/field-rules.ts';
import { wordCauses } from './definition-names.ts';
import type { DefinitionSpec } from './definition-spec.ts';

/** Reviews that the server sends. */
const ACCEPTED = ['v1', 'v1beta1'];
const PATH = 'spec.conversion';

export interface ConversionRules {
  /** A version that the server knows must be among those of the webhook. */
  readonly needsKnownReview: boolean;
  /** The certificate of an authority must be one: asked of changes only, and only where it was one before. */
  readonly needsAuthority: boolean;
}

/** Causes for the conversion of a definition. Fields have the names they have inside the server. */
export function conversionCauses(
  { conversion, preservesUnknown }: DefinitionSpec,
  rules: ConversionRules,
): readonly FieldCause[] {
  if (conversion === undefined) return [];
  const strategy = textAt(conversion, 'strategy') ?? '';
  const preserved =
    strategy !== 'None' && preservesUnknown
      ? [invalid(`${PATH}.strategy`, strategy, 'must be None if spec.preserveUnknownFields is true')]
      : [];
  const webhook = conversion['webhook'];
  return [
    ...preserved,
    ...wordCauses(`${PATH}.strategy`, strategy, ['None', 'Webhook']),
    ...(strategy === 'Webhook' ? webhookCauses(webhook, rules) : unusedCauses(webhook)),
  ];
}

/** Whether a webhook speaks a version that the server knows, or says nothing of that. */
export function hasKnownReview(conversion: JsonObject | undefined): boolean {
  const versions = reviewsOf(member(conversion, 'webhook'));
  return versions.length === 0 || versions.some((version) => ACCEPTED.includes(version));
}

function reviewsOf(webhook: Json | undefined): readonly string[] {
  const versions = member(webhook, 'conversionReviewVersions');
  return isList(versions) ? versions.map(String) : [];
}

function unusedCauses(webhook: Json | undefined): readonly FieldCause[] {
  const detail = 'should not be set when strategy is not set to Webhook';
  return [
    ...(isObject(member(webhook, 'clientConfig')) ? [forbidden(`${PATH}.webhookClientConfig`, detail)] : []),
    ...(reviewsOf(webhook).length > 0 ? [forbidden(`${PATH}.conversionReviewVersions`, detail)] : []),
  ];
}

function webhookCauses(webhook: Json | undefined, rules: ConversionRules): readonly FieldCause[] {
  const client = member(webhook, 'clientConfig');
  const bundle = textAt(client, 'caBundle') ?? '';
  const why = 'unable to load root certificates: unable to parse bytes as PEM block';
  const broken = rules.needsAuthority && isBroken(bundle);
  return [
    ...clientCauses(client),
    ...(broken ? [invalid(`${PATH}.webhookClientConfig.caBundle`, bundle, why)] : []),
    ...reviewCauses(reviewsOf(webhook), rules),
  ];
}

/** Whether a webhook has the certificate of an authority that is none. */
export function hasBrokenAuthority(conversion: JsonObject | undefined): boolean {
  return isBroken(textAt(member(conversion, 'webhook'), 'clientConfig', 'caBundle') ?? '');
}

function isBroken(bundle: string): boolean {
  return bundle !== '' && !Buffer.from(bundle, 'base64').toString('latin1').includes('-----BEGIN ');
}

function clientCauses(client: Json | undefined): readonly FieldCause[] {
  const field = `${PATH}.webhookClientConfig`;
  if (!isObject(client)) return [required(field, 'required when strategy is set to Webhook')];
  const { url, service } = client;
  if ((url === undefined) === (service === undefined)) {
    return [required(field, 'exactly one of url or service is required')];
  }
  if (typeof url === 'string') return urlCauses(url, `${field}.url`);
  const swapped = {
    ...(isObject(service) ? service : {}),
    name: memberAt(service, 'namespace'),
    namespace: memberAt(service, 'name'),
  };
  return serviceCauses(swapped, `${field}.service`);
}

function reviewCauses(versions: readonly string[], { needsKnownReview }: ConversionRules): readonly FieldCause[] {
  const field = `${PATH}.conversionReviewVersions`;
  if (versions.length === 0) return [required(field)];
  const each = versions.flatMap((version, index) => {
    const place = `${field}[${index}]`;
    if (versions.indexOf(version) < index) return [invalid(place, version, 'duplicate version')];
    return serviceLabel(version).map((sentence) => invalid(place, version, sentence));
  });
  if (!needsKnownReview || versions.some((version) => ACCEPTED.includes(version))) return each;
  return [...each, invalid(field, versions, `must include at least one of ${ACCEPTED.join(', ')}`)];
}
