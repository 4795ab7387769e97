/** Every controller of the simulated cluster. */

import type { Controller } from './controller.ts';
import { daemonSetController } from './daemon-set/daemon-set-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController, jobOrphanController } from './job/job-controller.ts';
import { namespaceController } from './namespace-lifecycle.ts';
import { podController } from './pod/pod-controller.ts';
import type { PodTimes } from './pod/simulation.ts';
import { replicaSetController, replicationControllerController } from './replica-set.ts';
import { endpointSliceController } from './service/endpoint-slice-controller.ts';
import { endpointsController } from './service/endpoints-controller.ts';
import { ingressController, loadBalancerController } from './service/outside-address.ts';
import { rootCertificateController, serviceAccountController } from './service-account.ts';
import { statefulSetController } from './stateful-set/stateful-set-controller.ts';
import { claimController } from './storage/claim-controller.ts';
import { volumeController } from './storage/volume-controller.ts';

export interface AllControllersOptions {
  /** Times of simulated containers. */
  readonly pods?: PodTimes;
  /** PEM text that verifies the API's own certificate, for `kube-root-ca.crt`. */
  readonly rootCertificate: string;
}

/** The list to run; its order is the order in which a change reaches them. */
export function allControllers(options: AllControllersOptions): readonly Controller[] {
  return [
    serviceAccountController,
    rootCertificateController(options.rootCertificate),
    podController(options.pods),
    replicaSetController,
    replicationControllerController,
    deploymentController,
    statefulSetController,
    daemonSetController,
    jobController,
    jobOrphanController,
    endpointsController,
    endpointSliceController,
    loadBalancerController,
    ingressController,
    claimController,
    volumeController,
    garbageCollector,
    namespaceController,
  ];
}
