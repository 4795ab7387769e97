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
import { MARIADB_MMONTES_IO } from './groups/mariadb.mmontes.io.ts';
import { SPOT_IO } from './groups/spot.io.ts';

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
  ...MARIADB_MMONTES_IO,
  ...SPOT_IO,
];
