/** Health checks as installations write them, each with an object that it judges. */
import type { KubeObject } from '../src/kube/object/kube-object.ts';

export interface HealthScript {
  readonly name: string;
  readonly script: string;
  readonly objects: readonly KubeObject[];
}

const CONDITIONS = `
local hs = {}
if obj.status ~= nil and obj.status.conditions ~= nil then
  for i, condition in ipairs(obj.status.conditions) do
    if condition.type == "Stalled" and condition.status == "True" then
      hs.status = "Degraded"
      hs.message = condition.message
      return hs
    end
    if condition.type == "Ready" then
      if condition.status == "True" then
        hs.status = "Healthy"
        hs.message = condition.message
      elseif condition.reason == "Progressing" then
        hs.status = "Progressing"
        hs.message = condition.message
      else
        hs.status = "Degraded"
        hs.message = condition.reason .. ": " .. (condition.message or "")
      end
    end
  end
end
if hs.status == nil then
  hs.status = "Progressing"
  hs.message = "Waiting for the controller"
end
return hs`;

const PHASE = `
hs = { status = "Progressing", message = "No status available" }
if obj.status ~= nil then
  if obj.status.phase == "Bound" or obj.status.phase == "Running" then
    hs.status = "Healthy"
    hs.message = "Phase is " .. obj.status.phase
  elseif obj.status.phase == "Failed" then
    hs.status = "Degraded"
    hs.message = obj.status.message
  end
end
return hs`;

const ROLLOUT = `
local function replicas(of) if of == nil then return 0 end return of end
local function generationSeen(obj)
  if obj.metadata.generation == nil or obj.status == nil then return false end
  local seen = tonumber(obj.status.observedGeneration)
  return seen ~= nil and seen >= obj.metadata.generation
end
local function problem(obj)
  for _, condition in ipairs(obj.status.conditions or {}) do
    if condition.type == "InvalidSpec" then return condition.message end
    if condition.type == "Progressing" and (condition.reason == "RolloutAborted" or condition.reason == "ProgressDeadlineExceeded") then
      return condition.message
    end
  end
end
local hs = {}
if not generationSeen(obj) then
  return { status = "Progressing", message = "Waiting for rollout spec update to be observed" }
end
local bad = problem(obj)
if bad ~= nil then return { status = "Degraded", message = bad } end
local paused = obj.spec.paused or (obj.status.pauseConditions ~= nil and #obj.status.pauseConditions > 0)
if paused then return { status = "Suspended", message = "Rollout is paused" } end
local wanted, updated = obj.spec.replicas or 1, replicas(obj.status.updatedReplicas)
if updated < wanted then
  return { status = "Progressing", message = updated .. " of " .. wanted .. " new replicas" }
end
local names = {}
for _, container in ipairs(obj.spec.template.spec.containers) do
  names[#names + 1] = container.name
end
table.sort(names)
return { status = "Healthy", message = "serving " .. table.concat(names, ", ") }`;

const AGGREGATE = `
local counts, messages = {}, {}
for _, member in ipairs(obj.status.members) do
  local phase = member.phase or "Unknown"
  counts[phase] = (counts[phase] or 0) + 1
  if phase ~= "Ready" then table.insert(messages, member.name .. " is " .. phase) end
end
if (counts.Failed or 0) > 0 then return { status = "Degraded", message = table.concat(messages, "; ") } end
if #messages > 0 then return { status = "Progressing", message = table.concat(messages, "; ") } end
return { status = "Healthy", message = counts.Ready .. " members" }`;

/** A small check, the usual loop over conditions, a workload with helper functions, and a list of forty members. */
export const HEALTH_SCRIPTS: readonly HealthScript[] = [
  {
    name: 'phase',
    script: PHASE,
    objects: [{ ...base('Claim'), status: { phase: 'Bound', size: '10Gi' } }],
  },
  {
    name: 'conditions',
    script: CONDITIONS,
    objects: [ready('True'), ready('False'), { ...base('Certificate'), status: {} }],
  },
  { name: 'rollout', script: ROLLOUT, objects: [rollout(3), rollout(1)] },
  { name: 'members', script: AGGREGATE, objects: [members('Ready'), members('Failed')] },
];

function base(kind: string): KubeObject {
  return {
    apiVersion: 'bench.example.com/v1',
    kind,
    metadata: {
      name: 'one',
      namespace: 'shop',
      generation: 3,
      uid: '16a1edf0-4ce6-11e9-994f-025000000001',
      labels: { 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/instance': 'shop', tier: 'front' },
      annotations: { 'argocd.argoproj.io/tracking-id': `shop:bench.example.com/${kind}:shop/one` },
    },
    spec: { issuer: { name: 'ca', kind: 'Issuer' }, names: ['a.example.com', 'b.example.com'], duration: '2160h' },
  };
}

function ready(status: string): KubeObject {
  const at = '2024-02-01T00:00:00Z';
  const conditions = [
    { type: 'Reconciling', status: 'False', reason: 'Done', message: 'nothing to do', lastTransitionTime: at },
    { type: 'Stalled', status: 'False', reason: 'Done', message: 'goes on', lastTransitionTime: at },
    { type: 'Ready', status, reason: 'Issued', message: 'is up to date', lastTransitionTime: at },
  ];
  return { ...base('Certificate'), status: { conditions, revision: 4, notAfter: '2024-05-01T00:00:00Z' } };
}

function rollout(updatedReplicas: number): KubeObject {
  const container = (name: string) => ({
    name,
    image: `registry.example.com/${name}:1.2.3`,
    ports: [{ containerPort: 8080, name: 'http' }],
    env: Array.from({ length: 12 }, (_, index) => ({ name: `SETTING_${index}`, value: `value ${index}` })),
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  });
  return {
    ...base('Rollout'),
    spec: {
      replicas: 3,
      strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }] } },
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: { containers: [container('web'), container('proxy'), container('agent')] },
      },
    },
    status: {
      observedGeneration: '3',
      updatedReplicas,
      readyReplicas: 3,
      conditions: [
        { type: 'Available', status: 'True', reason: 'AvailableReason', message: 'has minimum availability' },
        { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message: 'is progressing' },
      ],
    },
  };
}

function members(last: string): KubeObject {
  const all = Array.from({ length: 40 }, (_, index) => ({
    name: `member-${index}`,
    phase: index === 39 ? last : 'Ready',
    address: `10.0.0.${index}`,
  }));
  return { ...base('Ring'), status: { members: all } };
}
