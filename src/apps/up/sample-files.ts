/** The files of the sample repository. */

const README = `# A sample repository

Tiphys keeps the folder \`guestbook\` running in the namespace \`guestbook\`. Change a file, commit and push, and watch the page.
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

export const SAMPLE_FILES: Readonly<Record<string, string>> = {
  'README.md': README,
  'guestbook/config-map.yaml': CONFIG_MAP,
  'guestbook/deployment.yaml': DEPLOYMENT,
  'guestbook/service.yaml': SERVICE,
};
