/**
 * Signs approved certificate requests of the signers that a control plane has. Source: Kubernetes docs, "Certificates and
 * Certificate Signing Requests"; what is refused, and in which words: answers of a real cluster.
 */
import { rfc3339 } from '../../../base/clock.ts';
import { isList, isObject, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type CertificateRequest, readCertificateRequest } from '../../tls/certificate-request.ts';
import { type Controller, controllerOf, NOTHING, onSelf, type Step, type StepContext } from '../controller.ts';
import { observed } from '../owned-objects.ts';

const REQUESTS = { group: 'certificates.k8s.io', plural: 'certificatesigningrequests' };
const YEAR = 365 * 24 * 3600;

export interface CertificateSignerOptions {
  /** A certificate in PEM that is good for that long. */
  readonly issueCertificate: (asked: {
    readonly subject: Buffer;
    readonly publicKey: Buffer;
    readonly alternativeNames?: Buffer;
    readonly usages: readonly string[];
    readonly seconds: number;
  }) => string;
}

export function certificateSignerController(options: CertificateSignerOptions): Controller {
  return controllerOf<{ readonly request: KubeObject }>({
    name: 'certificate-signer',
    triggers: [onSelf(REQUESTS)],
    observe(reader, key) {
      const request = observed(reader, key);
      return request && { request };
    },
    step: ({ request }, context) => certificateSignerStep(request, options, context),
  });
}

/** The certificate, or why there is none; nothing for signers that somebody else plays. */
export function certificateSignerStep(
  request: KubeObject,
  { issueCertificate }: CertificateSignerOptions,
  { now }: StepContext,
): Step {
  const { status, spec } = request;
  if (!hasCondition(request, 'Approved') || hasCondition(request, 'Denied') || hasCondition(request, 'Failed'))
    return NOTHING;
  const refusal = REFUSALS[textAt(spec, 'signerName') ?? ''];
  if (refusal === undefined || textAt(status, 'certificate')) return NOTHING;
  const asked = readCertificateRequest(Buffer.from(textAt(spec, 'request') ?? '', 'base64').toString());
  const usages = textsAt(spec, 'usages');
  const why = asked ? refusal(asked, usages) : 'the request is not signed by its own key';
  const reported = isObject(status) ? status : {};
  if (why !== undefined || !asked) return told(request, failed(reported, why ?? '', rfc3339(now)));
  const wanted = memberAt(spec, 'expirationSeconds');
  const seconds = typeof wanted === 'number' ? Math.min(wanted, YEAR) : YEAR;
  const { subject, publicKey, alternativeNames } = asked;
  const pem = issueCertificate({ subject, publicKey, ...(alternativeNames && { alternativeNames }), usages, seconds });
  return told(request, { ...reported, certificate: Buffer.from(pem).toString('base64') });
}

function told(request: KubeObject, status: JsonObject): Step {
  return { actions: [{ kind: 'update-status', object: { ...request, status } }] };
}

function failed(status: JsonObject, message: string, at: string): JsonObject {
  const reason = 'SignerValidationFailure';
  const condition = { type: 'Failed', status: 'True', reason, message, lastUpdateTime: at, lastTransitionTime: at };
  const conditions = status['conditions'];
  return { ...status, conditions: [...(isList(conditions) ? conditions : []), condition] };
}

type Refusal = (asked: CertificateRequest, usages: readonly string[]) => string | undefined;

/** Why a signer does not sign that, by signer. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  'kubernetes.io/kube-apiserver-client': (_, usages) => {
    const allowed = ['client auth', 'digital signature', 'key encipherment'];
    const other = usages.find((usage) => !allowed.includes(usage));
    if (other !== undefined) return `invalid usage for client certificate: ${other}`;
    return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth';
  },
  'kubernetes.io/kube-apiserver-client-kubelet': (asked, usages) => {
    const { dns, email, ip, uri } = asked.names;
    return (
      notOfNodes(asked) ??
      forbiddenNames([
        ['DNS', dns],
        ['Email', email],
        ['IP', ip],
        ['URI', uri],
      ]) ??
      notOfNode(asked) ??
      otherUsages(usages, ['client auth', 'digital signature', 'key encipherment'])
    );
  },
  'kubernetes.io/kubelet-serving': (asked, usages) => {
    const { dns, email, ip, uri } = asked.names;
    const missing = dns + ip === 0 ? 'DNS or IP subjectAltName is required' : undefined;
    return (
      notOfNodes(asked) ??
      missing ??
      forbiddenNames([
        ['Email', email],
        ['URI', uri],
      ]) ??
      notOfNode(asked) ??
      otherUsages(usages, ['digital signature', 'key encipherment', 'server auth'])
    );
  },
};

function notOfNodes({ organizations }: CertificateRequest): string | undefined {
  const isOfNodes = organizations.length === 1 && organizations[0] === 'system:nodes';
  return isOfNodes ? undefined : 'subject organization is not system:nodes';
}

function notOfNode({ commonName }: CertificateRequest): string | undefined {
  return commonName.startsWith('system:node:') ? undefined : 'subject common name does not begin with system:node:';
}

function forbiddenNames(counts: readonly (readonly [string, number])[]): string | undefined {
  const found = counts.find(([, count]) => count > 0);
  return found && `${found[0]} subjectAltNames are not allowed`;
}

/** Keys of elliptic curves are not for encipherment, so that may be left out. */
function otherUsages(usages: readonly string[], wanted: readonly string[]): string | undefined {
  const asked = [...new Set(usages)].sort().join(' ');
  const shorter = wanted.filter((usage) => usage !== 'key encipherment');
  return [wanted, shorter].some((set) => set.join(' ') === asked)
    ? undefined
    : `usages did not match [${wanted.join(' ')}]`;
}

function hasCondition({ status }: KubeObject, type: string): boolean {
  const conditions = memberAt(status, 'conditions');
  return (isList(conditions) ? conditions : []).some((one) => textAt(one, 'type') === type);
}

function textsAt(value: KubeObject['spec'], member: string): readonly string[] {
  const texts = memberAt(value, member);
  return isList(texts) ? texts.map(String) : [];
}
