/** Every controller of the simulated cluster. */

import { apiServiceController } from './api-service.ts';
import { autoscalerController } from './autoscaler/autoscaler-controller.ts';
import { clusterRoleAggregationController } from './cluster-role-aggregation.ts';
import { type CertificateSignerOptions, certificateSignerController } from './control-plane/certificate-signer.ts';
import { flowSchemaController } from './control-plane/flow-schema.ts';
import { registeredVersionController } from './control-plane/registered-versions.ts';
import {
  freedAddressController,
  serviceAddressController,
  serviceRangeController,
} from './control-plane/service-ranges.ts';
import type { Controller } from './controller.ts';
import { cronJobController } from './cron-job/cron-job-controller.ts';
import { daemonSetController } from './daemon-set/daemon-set-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { disruptionBudgetController } from './disruption-budget.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController, jobOrphanController } from './job/job-controller.ts';
import { namespaceController } from './namespace-lifecycle.ts';
import { nodeTaintController } from './node/node-taints.ts';
import { taintEvictionController } from './node/taint-eviction.ts';
import { podController } from './pod/pod-controller.ts';
import type { PodTimes } from './pod/simulation.ts';
import { policyTypeCheckController } from './policy-type-check.ts';
import { replicaSetController, replicationControllerController } from './replica-set.ts';
import { resourceQuotaController } from './resource-quota.ts';
import { endpointSliceController } from './service/endpoint-slice-controller.ts';
import { endpointsController } from './service/endpoints-controller.ts';
import { ingressController, loadBalancerController } from './service/outside-address.ts';
import { rootCertificateController, serviceAccountController } from './service-account.ts';
import { statefulSetController } from './stateful-set/stateful-set-controller.ts';
import { claimController } from './storage/claim-controller.ts';
import { volumeController } from './storage/volume-controller.ts';
import { type TokenSecretOptions, tokenSecretController } from './token-secret.ts';

export interface AllControllersOptions {
  /** Times of simulated containers. */
  readonly pods?: PodTimes;
  /** PEM text that verifies the API's own certificate, for `kube-root-ca.crt`. */
  readonly rootCertificate: string;
  /** Signs tokens for Secrets of service accounts; without it those stay empty. */
  readonly signToken?: TokenSecretOptions['signToken'];
  /** Signs what is asked for by approved certificate requests; without it they stay approved. */
  readonly issueCertificate?: CertificateSignerOptions['issueCertificate'];
}

/** The list to run; its order is the order in which a change reaches them. */
export function allControllers(options: AllControllersOptions): readonly Controller[] {
  const { rootCertificate, signToken, issueCertificate } = options;
  return [
    serviceAccountController,
    rootCertificateController(rootCertificate),
    nodeTaintController,
    podController(options.pods),
    taintEvictionController,
    replicaSetController,
    replicationControllerController,
    deploymentController,
    statefulSetController,
    daemonSetController,
    jobController,
    jobOrphanController,
    cronJobController,
    autoscalerController,
    disruptionBudgetController,
    endpointsController,
    endpointSliceController,
    loadBalancerController,
    ingressController,
    claimController,
    volumeController,
    clusterRoleAggregationController,
    apiServiceController,
    registeredVersionController,
    flowSchemaController,
    serviceAddressController,
    freedAddressController,
    serviceRangeController,
    resourceQuotaController,
    policyTypeCheckController,
    ...(signToken === undefined ? [] : [tokenSecretController({ rootCertificate, signToken })]),
    ...(issueCertificate === undefined ? [] : [certificateSignerController({ issueCertificate })]),
    garbageCollector,
    namespaceController,
  ];
}
