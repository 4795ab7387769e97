/** The files of the sample repository. */

const README = `# A sample repository

Tiphys keeps the folder \`guestbook\` running in the namespace \`guestbook\`, and the Helm chart \`harbour\` with the values of
\`harbour/values-production.yaml\` in the namespace \`harbour\`. The kustomization \`ferry/base\` runs in two environments,
\`ferry/calm\` and \`ferry/storm\`, each in a namespace of its own. Change a file, commit and push, and watch the page.
`;

const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: guestbook
data:
  greeting: welcome aboard
`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: guestbook
spec:
  replicas: 2
  selector:
    matchLabels:
      app: guestbook
  template:
    metadata:
      labels:
        app: guestbook
    spec:
      containers:
        - name: web
          image: example.com/guestbook:1.0.0
          ports:
            - containerPort: 8080
          envFrom:
            - configMapRef:
                name: guestbook
`;

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: guestbook
spec:
  selector:
    app: guestbook
  ports:
    - port: 80
      targetPort: 8080
`;

const CHART = `apiVersion: v2
name: harbour
description: A lighthouse and its lamp, as a chart to play with
type: application
version: 0.1.0
appVersion: 1.0.0
`;

const CHART_VALUES = `replicas: 1
image:
  repository: example.com/lighthouse
lamp:
  colour: white
  seconds: 5
`;

const PRODUCTION_VALUES = `# Merged over values.yaml by the Application (spec.source.helm.valueFiles).
replicas: 2
lamp:
  colour: green
`;

const CHART_NAMES = `{{- define "harbour.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
`;

const CHART_CONFIG = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-lamp
  labels:
    {{- include "harbour.labels" . | nindent 4 }}
data:
  {{- range $key, $value := .Values.lamp }}
  {{ $key }}: {{ $value | quote }}
  {{- end }}
`;

const CHART_DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels:
    {{- include "harbour.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      app: {{ .Release.Name }}
  template:
    metadata:
      labels:
        app: {{ .Release.Name }}
      annotations:
        # Another lamp, another pod.
        checksum/lamp: {{ .Values.lamp | toJson | sha256sum | trunc 12 }}
    spec:
      containers:
        - name: lighthouse
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          envFrom:
            - configMapRef:
                name: {{ .Release.Name }}-lamp
`;

const FERRY_BASE = `resources:
  - deployment.yaml
configMapGenerator:
  - name: timetable
    literals:
      - crossings=12
`;

const FERRY_DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ferry
spec:
  selector:
    matchLabels:
      app: ferry
  template:
    metadata:
      labels:
        app: ferry
    spec:
      containers:
        - name: ferry
          image: example.com/ferry:1.0.0
          envFrom:
            - configMapRef:
                name: timetable
`;

const FERRY_CALM = `resources:
  - ../base
replicas:
  - name: ferry
    count: 2
labels:
  - pairs:
      weather: calm
`;

const FERRY_STORM = `resources:
  - ../base
configMapGenerator:
  - name: timetable
    behavior: merge
    literals:
      - crossings=3
images:
  - name: example.com/ferry
    newTag: 1.1.0
labels:
  - pairs:
      weather: storm
`;

export const SAMPLE_FILES: Readonly<Record<string, string>> = {
  'README.md': README,
  'guestbook/config-map.yaml': CONFIG_MAP,
  'guestbook/deployment.yaml': DEPLOYMENT,
  'guestbook/service.yaml': SERVICE,
  'harbour/Chart.yaml': CHART,
  'harbour/values.yaml': CHART_VALUES,
  'harbour/values-production.yaml': PRODUCTION_VALUES,
  'harbour/templates/_names.tpl': CHART_NAMES,
  'harbour/templates/lamp.yaml': CHART_CONFIG,
  'harbour/templates/deployment.yaml': CHART_DEPLOYMENT,
  'ferry/base/kustomization.yaml': FERRY_BASE,
  'ferry/base/deployment.yaml': FERRY_DEPLOYMENT,
  'ferry/calm/kustomization.yaml': FERRY_CALM,
  'ferry/storm/kustomization.yaml': FERRY_STORM,
};
