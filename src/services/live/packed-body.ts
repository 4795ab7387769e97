/** Bodies of managed objects, compressed: with a dictionary of the words that manifests share, one takes a few hundred bytes. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { parseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

/** Most likely text last, as deflate asks for. */
const DICTIONARY = Buffer.from(
  [
    '"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"',
    '"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},"schedulerName":"default-scheduler"',
    '"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}},"revisionHistoryLimit":10,"progressDeadlineSeconds":600',
    '"ports":[{"name":"http","containerPort":8080,"protocol":"TCP","targetPort":"port":80,"clusterIP":"","clusterIPs":[""],"type":"ClusterIP","sessionAffinity":"None","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","internalTrafficPolicy":"Cluster"',
    '"readinessProbe":{"httpGet":{"path":"/","port":"livenessProbe":{"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3',
    '"resources":{"limits":{"cpu":"memory":"requests":{"cpu":"100m","memory":"128Mi"}},"env":[{"name":"value":"valueFrom":{"secretKeyRef":{"key":"volumeMounts":[{"name":"mountPath":"volumes":[{"name":"configMap":{"defaultMode":420',
    '"status":{"conditions":[{"type":"Available","status":"True","lastUpdateTime":"lastTransitionTime":"reason":"MinimumReplicasAvailable","message":"Deployment has minimum availability."},{"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable"',
    '"observedGeneration":1,"replicas":1,"updatedReplicas":1,"readyReplicas":1,"availableReplicas":1',
    '"managedFields":[{"manager":"argocd-controller","operation":"Apply","apiVersion":"apps/v1","time":"202","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},"f:labels":{".":{},"f:app.kubernetes.io/instance":{}}},"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\\"name\\":\\"":{".":{},"f:image":{},"f:name":{}',
    '"kubectl.kubernetes.io/last-applied-configuration":"{\\"apiVersion\\":\\"v1\\",\\"kind\\":\\"ConfigMap\\",\\"metadata\\":{\\"annotations\\":{\\"argocd.argoproj.io/tracking-id\\":\\"\\"},\\"name\\":\\"\\",\\"namespace\\":\\"\\"},\\"spec\\":{\\"',
    '"annotations":{"deployment.kubernetes.io/revision":"1","argocd.argoproj.io/tracking-id":"","labels":{"app.kubernetes.io/name":"","app.kubernetes.io/instance":"","app.kubernetes.io/managed-by":"Helm","app":"',
    '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"","namespace":"default","uid":"","resourceVersion":"","generation":1,"creationTimestamp":"202',
    '"spec":{"replicas":1,"selector":{"matchLabels":{"app":"template":{"metadata":{"labels":{"spec":{"containers":[{"name":"image":"',
  ].join(''),
);

/** Bytes as a text of one byte per character: it lies compact on the heap, where a buffer of this size would cost twice as much. */
export type PackedBody = string;

export function packBody(object: KubeObject): PackedBody {
  return deflateRawSync(stringifyJson(object), { level: 1, dictionary: DICTIONARY }).toString('latin1');
}

export function unpackBody(packed: PackedBody): KubeObject {
  const text = inflateRawSync(Buffer.from(packed, 'latin1'), { dictionary: DICTIONARY }).toString('utf8');
  // Only what `packBody` made is unpacked, so it is an object still.
  return parseJson(text) as KubeObject;
}
