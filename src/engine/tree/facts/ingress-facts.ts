/** What an Ingress leads to, and the URLs under which it is reached (features U7). */
import type { ResourceNetworkingInfo, ResourceRef } from '../../../api/application/tree-fields.ts';
import { isList, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { objectsAt } from '../../health/status-fields.ts';
import { loadBalancerAddresses } from './service-facts.ts';

const IGNORE_DEFAULT_LINKS = 'argocd.argoproj.io/ignore-default-links';

/** `links` are the URLs of its annotations; they come first. */
export function ingressNetworking(ingress: KubeObject, links: readonly string[]): ResourceNetworkingInfo {
  const addresses = loadBalancerAddresses(ingress);
  const hidden = textAt(ingress.metadata.annotations, IGNORE_DEFAULT_LINKS) === 'true';
  const urls = [...new Set([...links, ...(hidden ? [] : defaultUrls(ingress))])];
  const targets = targetRefs(ingress);
  return {
    ...(targets.length === 0 ? {} : { targetRefs: targets }),
    ...(addresses.length === 0 ? {} : { ingress: addresses }),
    ...(urls.length === 0 ? {} : { externalURLs: urls }),
  };
}

function targetRefs(ingress: KubeObject): readonly ResourceRef[] {
  const backends = [
    memberAt(ingress, 'spec', 'backend'),
    memberAt(ingress, 'spec', 'defaultBackend'),
    ...objectsAt(ingress, 'spec', 'rules').flatMap((rule) =>
      objectsAt(rule, 'http', 'paths').map((path) => memberAt(path, 'backend')),
    ),
  ];
  const names = backends.map((backend) => textAt(backend, 'service', 'name') ?? textAt(backend, 'serviceName'));
  const namespace = ingress.metadata.namespace ?? '';
  return [...new Set(names)].flatMap((name) => (name === undefined ? [] : [{ kind: 'Service', namespace, name }]));
}

function defaultUrls(ingress: KubeObject): readonly string[] {
  return objectsAt(ingress, 'spec', 'rules').flatMap((rule) => {
    const host = hostOf(rule, ingress);
    if (host === '') return [];
    const scheme = isSecured(host, ingress) ? 'https' : 'http';
    const paths = objectsAt(rule, 'http', 'paths').map((path) => textAt(path, 'path') ?? '');
    return paths.map((path) => `${scheme}://${host}${path.replace(/\*$/, '')}`);
  });
}

/** A rule without a host is reached at the load balancer's address. */
function hostOf(rule: JsonObject, ingress: KubeObject): string {
  const host = textAt(rule, 'host') ?? '';
  if (host !== '') return host;
  const [address] = loadBalancerAddresses(ingress);
  return address?.hostname ?? address?.ip ?? '';
}

/** TLS counts only with a secret (recorded behaviour, features 0b U7). */
function isSecured(host: string, ingress: KubeObject): boolean {
  return objectsAt(ingress, 'spec', 'tls').some((entry) => {
    const hosts = memberAt(entry, 'hosts');
    return (textAt(entry, 'secretName') ?? '') !== '' && isList(hosts) && hosts.includes(host);
  });
}
