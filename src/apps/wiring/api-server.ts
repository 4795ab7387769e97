/** The API server over a control plane's ports: accounts, permissions, handlers, one listening port. */

import { randomUUID } from 'node:crypto';
import bcrypt from 'bcryptjs';
import { createKubeEvents } from '../../adapters/kube-events/kube-events.ts';
import type { Application } from '../../api/application/fields.ts';
import type { Clock } from '../../base/clock.ts';
import { maskSecrets } from '../../engine/mask/mask-secrets.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { LogPort } from '../../ports/log.ts';
import { createAccounts } from '../../services/accounts/index.ts';
import { findApplication } from '../../services/applications/index.ts';
import { createDispatch } from '../../transport/dispatch.ts';
import { applicationHandlers } from '../../transport/handlers/applications.ts';
import { artifactMetadataHandlers } from '../../transport/handlers/artifact-metadata.ts';
import { clusterHandlers } from '../../transport/handlers/clusters.ts';
import { generalHandlers } from '../../transport/handlers/general.ts';
import { repositoryHandlers } from '../../transport/handlers/repositories.ts';
import { repositoryContentHandlers } from '../../transport/handlers/repository-contents.ts';
import { repositoryTemplateHandlers } from '../../transport/handlers/repository-templates.ts';
import { trustHandlers } from '../../transport/handlers/trust.ts';
import type { Listening } from '../../transport/http/listener.ts';
import { type ExtraRoute, startApiServer } from '../../transport/server.ts';
import { VERSION } from '../version.ts';
import type { ControlPlane } from './control-plane.ts';
import { createEnforcer } from './enforcer.ts';
import { webhooks } from './webhooks.ts';

export interface ApiOptions {
  readonly controlPlane: ControlPlane;
  /** The API that holds Applications, as the server's service account. */
  readonly kube: KubePort;
  readonly namespace: string;
  readonly host: string;
  readonly port: number;
  readonly hosts: readonly string[];
  readonly tls: { readonly certificate: string; readonly key: string };
  readonly pageFolder: string;
  readonly extraRoutes: readonly ExtraRoute[];
  readonly clock: Clock;
  readonly log: LogPort;
}

export function startApi(options: ApiOptions): Promise<Listening> {
  const { controlPlane, kube, namespace, clock, log } = options;
  const { installation, applications } = controlPlane;
  const accounts = createAccounts({ installation, clock, comparePassword: bcrypt.compare, newId: randomUUID });
  const repositories = { ...controlPlane.repositories, installation, kube, namespace, clock };
  const handlers = {
    ...generalHandlers({ ...controlPlane, accounts, namespace, version: `v${VERSION}` }),
    ...clusterHandlers(controlPlane),
    ...repositoryHandlers(repositories),
    ...repositoryTemplateHandlers(repositories),
    ...repositoryContentHandlers({
      ...repositories,
      inspection: controlPlane.manifests,
      findApplication: (name) => findQualified(controlPlane, namespace, name),
    }),
    ...artifactMetadataHandlers(controlPlane.manifests),
    ...trustHandlers({ kube, namespace, signatures: controlPlane.signatures }),
    ...applicationHandlers({
      ...controlPlane,
      kube,
      namespace,
      clock,
      writer: controlPlane.resourceWriter,
      events: createKubeEvents({ kube, component: 'argocd-server', clock, log }),
      mask: (object) => maskSecrets([object])[0] ?? object,
      serverOf: (app) => serverOf(app, controlPlane),
      probe: controlPlane.repositories.probe,
    }),
  };
  const dispatch = createDispatch({
    handlers,
    enforce: createEnforcer(installation, log),
    findApplication: (appNamespace, name) => findApplication(applications, appNamespace, name),
    namespace,
    monotonic: () => clock.monotonic(),
  });
  const onDefect = (error: unknown, method: string): void => log.error('a call failed unexpectedly', { error, method });
  const extraRoutes = [...options.extraRoutes, webhooks(controlPlane, clock)];
  return startApiServer({ ...options, extraRoutes, dispatch, accounts, onDefect });
}

/** `name`, or `namespace/name` of one that lies elsewhere. */
function findQualified({ applications }: ControlPlane, namespace: string, name: string): Application | undefined {
  const [first = '', second] = name.split('/');
  return second === undefined
    ? findApplication(applications, namespace, first)
    : findApplication(applications, first, second);
}

/** Address of an Application's destination, which may be given by name. */
function serverOf({ spec }: Application, { installation }: ControlPlane): string {
  if (spec.destination.server) return spec.destination.server;
  const cluster = installation.current().clusters.find(({ name }) => name === spec.destination.name);
  return cluster?.server ?? '';
}
