/** The library by API group: the file of a group has its name, `_` stands for any prefix. */
import type { HealthCheck } from '../health-check.ts';
import { ANY_CNRM_CLOUD_GOOGLE_COM } from './groups/_.cnrm.cloud.google.com.ts';
import { ANY_CROSSPLANE_IO } from './groups/_.crossplane.io.ts';
import { ANY_SERVICES_K8S_AWS } from './groups/_.services.k8s.aws.ts';
import { ANY_UPBOUND_IO } from './groups/_.upbound.io.ts';
import { ACID_ZALAN_DO } from './groups/acid.zalan.do.ts';
import { ADDONS_CLUSTER_X_K8S_IO } from './groups/addons.cluster.x-k8s.io.ts';
import { APPS_3SCALE_NET } from './groups/apps.3scale.net.ts';
import { APPS_KRUISE_IO } from './groups/apps.kruise.io.ts';
import { APPS_OPENSHIFT_IO } from './groups/apps.openshift.io.ts';
import { ARGOPROJ_IO } from './groups/argoproj.io.ts';
import { ASTRA_NETAPP_IO } from './groups/astra.netapp.io.ts';
import { BEAT_K8S_ELASTIC_CO } from './groups/beat.k8s.elastic.co.ts';
import { BITNAMI_COM } from './groups/bitnami.com.ts';
import { CAMEL_APACHE_ORG } from './groups/camel.apache.org.ts';
import { CAPABILITIES_3SCALE_NET } from './groups/capabilities.3scale.net.ts';
import { CASSANDRA_ROOK_IO } from './groups/cassandra.rook.io.ts';
import { CDI_KUBEVIRT_IO } from './groups/cdi.kubevirt.io.ts';
import { CEPH_ROOK_IO } from './groups/ceph.rook.io.ts';
import { CERT_MANAGER_IO } from './groups/cert-manager.io.ts';
import { CERTMANAGER_K8S_IO } from './groups/certmanager.k8s.io.ts';
import { CLICKHOUSE_ALTINITY_COM } from './groups/clickhouse.altinity.com.ts';
import { CLICKHOUSE_KEEPER_ALTINITY_COM } from './groups/clickhouse-keeper.altinity.com.ts';
import { CLOUDFRONT_AWS_CROSSPLANE_IO } from './groups/cloudfront.aws.crossplane.io.ts';
import { CLUSTER_X_K8S_IO } from './groups/cluster.x-k8s.io.ts';
import { CONTROLPLANE_CLUSTER_X_K8S_IO } from './groups/controlplane.cluster.x-k8s.io.ts';
import { CORALOGIX_COM } from './groups/coralogix.com.ts';
import { CORE_GARDENER_CLOUD } from './groups/core.gardener.cloud.ts';
import { CORE_HUMIO_COM } from './groups/core.humio.com.ts';
import { CORE_SPINKUBE_DEV } from './groups/core.spinkube.dev.ts';
import { DATADOGHQ_COM } from './groups/datadoghq.com.ts';
import { DB_ATLASGO_IO } from './groups/db.atlasgo.io.ts';
import { ELASTICSEARCH_K8S_ELASTIC_CO } from './groups/elasticsearch.k8s.elastic.co.ts';
import { EXTERNAL_SECRETS_IO } from './groups/external-secrets.io.ts';
import { FLAGGER_APP } from './groups/flagger.app.ts';
import { FLINK_APACHE_ORG } from './groups/flink.apache.org.ts';
import { GAME_KRUISE_IO } from './groups/game.kruise.io.ts';
import { GATEWAY_NETWORKING_K8S_IO } from './groups/gateway.networking.k8s.io.ts';
import { GATEWAY_SOLO_IO } from './groups/gateway.solo.io.ts';
import { GLOO_SOLO_IO } from './groups/gloo.solo.io.ts';
import { GRAFANA_INTEGREATLY_ORG } from './groups/grafana.integreatly.org.ts';
import { GRAFANA_ORG_OPERATOR } from './groups/grafana-org-operator.kubitus-project.gitlab.io.ts';
import { HELM_TOOLKIT_FLUXCD_IO } from './groups/helm.toolkit.fluxcd.io.ts';
import { IAM_AWS_CROSSPLANE_IO } from './groups/iam.aws.crossplane.io.ts';
import { IAMMANAGER_KEIKOPROJ_IO } from './groups/iammanager.keikoproj.io.ts';
import { IMAGE_TOOLKIT_FLUXCD_IO } from './groups/image.toolkit.fluxcd.io.ts';
import { INSTALL_ISTIO_IO } from './groups/install.istio.io.ts';
import { JAEGERTRACING_IO } from './groups/jaegertracing.io.ts';
import { K8S_KEYCLOAK_ORG } from './groups/k8s.keycloak.org.ts';
import { K8S_MARIADB_COM } from './groups/k8s.mariadb.com.ts';
import { KAFKA_BANZAICLOUD_IO } from './groups/kafka.banzaicloud.io.ts';
import { KAFKA_STRIMZI_IO } from './groups/kafka.strimzi.io.ts';
import { KARPENTER_K8S_AWS } from './groups/karpenter.k8s.aws.ts';
import { KARPENTER_SH } from './groups/karpenter.sh.ts';
import { KEDA_SH } from './groups/keda.sh.ts';
import { KIALI_IO } from './groups/kiali.io.ts';
import { KUBERNETES_CLIENT_IO } from './groups/kubernetes-client.io.ts';
import { KUBEVIRT_IO } from './groups/kubevirt.io.ts';
import { KUSTOMIZE_TOOLKIT_FLUXCD_IO } from './groups/kustomize.toolkit.fluxcd.io.ts';
import { KYVERNO_IO } from './groups/kyverno.io.ts';
import { LIFECYCLE_KEPTN_SH } from './groups/lifecycle.keptn.sh.ts';
import { LOGSTASH_K8S_ELASTIC_CO } from './groups/logstash.k8s.elastic.co.ts';
import { MARIADB_MMONTES_IO } from './groups/mariadb.mmontes.io.ts';
import { METRICS_KEPTN_SH } from './groups/metrics.keptn.sh.ts';
import { MICROGATEWAY_AIRLOCK_COM } from './groups/microgateway.airlock.com.ts';
import { MINIO_MIN_IO } from './groups/minio.min.io.ts';
import { MONITORING_COREOS_COM } from './groups/monitoring.coreos.com.ts';
import { NETWORKING_GKE_IO } from './groups/networking.gke.io.ts';
import { NMSTATE_IO } from './groups/nmstate.io.ts';
import { NOTIFICATION_TOOLKIT_FLUXCD_IO } from './groups/notification.toolkit.fluxcd.io.ts';
import { NUMAFLOW_NUMAPROJ_IO } from './groups/numaflow.numaproj.io.ts';
import { NUMAPLANE_NUMAPROJ_IO } from './groups/numaplane.numaproj.io.ts';
import { OBJECTBUCKET_IO } from './groups/objectbucket.io.ts';
import { OCS_OPENSHIFT_IO } from './groups/ocs.openshift.io.ts';
import { ONEPASSWORD_COM } from './groups/onepassword.com.ts';
import { OPENFAAS_COM } from './groups/openfaas.com.ts';
import { OPENTELEMETRY_IO } from './groups/opentelemetry.io.ts';
import { OPERATOR_KNATIVE_DEV } from './groups/operator.knative.dev.ts';
import { OPERATOR_OPENSHIFT_IO } from './groups/operator.openshift.io.ts';
import { OPERATOR_VICTORIAMETRICS_COM } from './groups/operator.victoriametrics.com.ts';
import { OPERATORS_COREOS_COM } from './groups/operators.coreos.com.ts';
import { PKG_CROSSPLANE_IO } from './groups/pkg.crossplane.io.ts';
import { PLATFORM_CONFLUENT_IO } from './groups/platform.confluent.io.ts';
import { POLICY_OPEN_CLUSTER_MANAGEMENT_IO } from './groups/policy.open-cluster-management.io.ts';
import { POSTGRESQL_CNPG_IO } from './groups/postgresql.cnpg.io.ts';
import { PROCLAIM_DOGMATIQ_IO } from './groups/proclaim.dogmatiq.io.ts';
import { PROJECTCONTOUR_IO } from './groups/projectcontour.io.ts';
import { PROMOTER_ARGOPROJ_IO } from './groups/promoter.argoproj.io.ts';
import { PSMDB_PERCONA_COM } from './groups/psmdb.percona.com.ts';
import { PULUMI_COM } from './groups/pulumi.com.ts';
import { PXC_PERCONA_COM } from './groups/pxc.percona.com.ts';
import { RABBITMQ_COM } from './groups/rabbitmq.com.ts';
import { RDS_AWS_CROSSPLANE_IO } from './groups/rds.aws.crossplane.io.ts';
import { ROLLOUTS_KRUISE_IO } from './groups/rollouts.kruise.io.ts';
import { ROUTE_OPENSHIFT_IO } from './groups/route.openshift.io.ts';
import { ROUTE53_AWS_CROSSPLANE_IO } from './groups/route53.aws.crossplane.io.ts';
import { S3_AWS_CROSSPLANE_IO } from './groups/s3.aws.crossplane.io.ts';
import { SERVICES_CLOUD_SAP_COM } from './groups/services.cloud.sap.com.ts';
import { SERVING_KNATIVE_DEV } from './groups/serving.knative.dev.ts';
import { SERVING_KSERVE_IO } from './groups/serving.kserve.io.ts';
import { SNAPSHOT_STORAGE_K8S_IO } from './groups/snapshot.storage.k8s.io.ts';
import { SOLR_APACHE_ORG } from './groups/solr.apache.org.ts';
import { SOURCE_TOOLKIT_FLUXCD_IO } from './groups/source.toolkit.fluxcd.io.ts';
import { SPARKOPERATOR_K8S_IO } from './groups/sparkoperator.k8s.io.ts';
import { SPOT_IO } from './groups/spot.io.ts';
import { STACKS_CROSSPLANE_IO } from './groups/stacks.crossplane.io.ts';
import { TOWER_ANSIBLE_COM } from './groups/tower.ansible.com.ts';
import { TRIDENT_NETAPP_IO } from './groups/trident.netapp.io.ts';
import { WORK_KARMADA_IO } from './groups/work.karmada.io.ts';
import { ZOOKEEPER_PRAVEGA_IO } from './groups/zookeeper.pravega.io.ts';

export const LIBRARY_CHECKS: readonly HealthCheck[] = [
  ...ANY_CNRM_CLOUD_GOOGLE_COM,
  ...ANY_CROSSPLANE_IO,
  ...ANY_SERVICES_K8S_AWS,
  ...ANY_UPBOUND_IO,
  ...ACID_ZALAN_DO,
  ...ADDONS_CLUSTER_X_K8S_IO,
  ...APPS_3SCALE_NET,
  ...APPS_KRUISE_IO,
  ...APPS_OPENSHIFT_IO,
  ...ARGOPROJ_IO,
  ...ASTRA_NETAPP_IO,
  ...BEAT_K8S_ELASTIC_CO,
  ...BITNAMI_COM,
  ...CAMEL_APACHE_ORG,
  ...CAPABILITIES_3SCALE_NET,
  ...CASSANDRA_ROOK_IO,
  ...CDI_KUBEVIRT_IO,
  ...CEPH_ROOK_IO,
  ...CERT_MANAGER_IO,
  ...CERTMANAGER_K8S_IO,
  ...CLICKHOUSE_KEEPER_ALTINITY_COM,
  ...CLICKHOUSE_ALTINITY_COM,
  ...CLOUDFRONT_AWS_CROSSPLANE_IO,
  ...CLUSTER_X_K8S_IO,
  ...CONTROLPLANE_CLUSTER_X_K8S_IO,
  ...CORALOGIX_COM,
  ...CORE_GARDENER_CLOUD,
  ...CORE_HUMIO_COM,
  ...CORE_SPINKUBE_DEV,
  ...DATADOGHQ_COM,
  ...DB_ATLASGO_IO,
  ...ELASTICSEARCH_K8S_ELASTIC_CO,
  ...EXTERNAL_SECRETS_IO,
  ...FLAGGER_APP,
  ...FLINK_APACHE_ORG,
  ...GAME_KRUISE_IO,
  ...GATEWAY_NETWORKING_K8S_IO,
  ...GATEWAY_SOLO_IO,
  ...GLOO_SOLO_IO,
  ...GRAFANA_ORG_OPERATOR,
  ...GRAFANA_INTEGREATLY_ORG,
  ...HELM_TOOLKIT_FLUXCD_IO,
  ...IAM_AWS_CROSSPLANE_IO,
  ...IAMMANAGER_KEIKOPROJ_IO,
  ...IMAGE_TOOLKIT_FLUXCD_IO,
  ...INSTALL_ISTIO_IO,
  ...JAEGERTRACING_IO,
  ...K8S_KEYCLOAK_ORG,
  ...K8S_MARIADB_COM,
  ...KAFKA_BANZAICLOUD_IO,
  ...KAFKA_STRIMZI_IO,
  ...KARPENTER_K8S_AWS,
  ...KARPENTER_SH,
  ...KEDA_SH,
  ...KIALI_IO,
  ...KUBERNETES_CLIENT_IO,
  ...KUBEVIRT_IO,
  ...KUSTOMIZE_TOOLKIT_FLUXCD_IO,
  ...KYVERNO_IO,
  ...LIFECYCLE_KEPTN_SH,
  ...LOGSTASH_K8S_ELASTIC_CO,
  ...MARIADB_MMONTES_IO,
  ...METRICS_KEPTN_SH,
  ...MICROGATEWAY_AIRLOCK_COM,
  ...MINIO_MIN_IO,
  ...MONITORING_COREOS_COM,
  ...NETWORKING_GKE_IO,
  ...NMSTATE_IO,
  ...NOTIFICATION_TOOLKIT_FLUXCD_IO,
  ...NUMAFLOW_NUMAPROJ_IO,
  ...NUMAPLANE_NUMAPROJ_IO,
  ...OBJECTBUCKET_IO,
  ...OCS_OPENSHIFT_IO,
  ...ONEPASSWORD_COM,
  ...OPENFAAS_COM,
  ...OPENTELEMETRY_IO,
  ...OPERATOR_KNATIVE_DEV,
  ...OPERATOR_OPENSHIFT_IO,
  ...OPERATOR_VICTORIAMETRICS_COM,
  ...OPERATORS_COREOS_COM,
  ...PKG_CROSSPLANE_IO,
  ...PLATFORM_CONFLUENT_IO,
  ...POLICY_OPEN_CLUSTER_MANAGEMENT_IO,
  ...POSTGRESQL_CNPG_IO,
  ...PROCLAIM_DOGMATIQ_IO,
  ...PROJECTCONTOUR_IO,
  ...PROMOTER_ARGOPROJ_IO,
  ...PSMDB_PERCONA_COM,
  ...PULUMI_COM,
  ...PXC_PERCONA_COM,
  ...RABBITMQ_COM,
  ...RDS_AWS_CROSSPLANE_IO,
  ...ROLLOUTS_KRUISE_IO,
  ...ROUTE_OPENSHIFT_IO,
  ...ROUTE53_AWS_CROSSPLANE_IO,
  ...S3_AWS_CROSSPLANE_IO,
  ...SERVICES_CLOUD_SAP_COM,
  ...SERVING_KNATIVE_DEV,
  ...SERVING_KSERVE_IO,
  ...SNAPSHOT_STORAGE_K8S_IO,
  ...SOLR_APACHE_ORG,
  ...SOURCE_TOOLKIT_FLUXCD_IO,
  ...SPARKOPERATOR_K8S_IO,
  ...SPOT_IO,
  ...STACKS_CROSSPLANE_IO,
  ...TOWER_ANSIBLE_COM,
  ...TRIDENT_NETAPP_IO,
  ...WORK_KARMADA_IO,
  ...ZOOKEEPER_PRAVEGA_IO,
];
