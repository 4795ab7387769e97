/** `.Capabilities` with its methods. */
import {
  type GoField,
  GoPointer,
  GoSlice,
  GoStruct,
  type GoType,
  type GoValue,
  methodTable,
  namedType,
  pointerTo,
  STRING,
  STRING_SLICE,
} from '../../../lang/go-value/index.ts';
import type { Capabilities, HelmVersion } from '../capabilities/capabilities.ts';
import type { KubeVersion } from '../capabilities/kube-version.ts';

/** A pointer to the struct, as Helm gives it. */
export function capabilitiesObject(capabilities: Capabilities, helm: 3 | 4): GoValue {
  const scope = helm === 4 ? 'common' : 'chartutil';
  const kube = kubeVersionObject(capabilities.kubeVersion, { scope, helm });
  const apis = apiVersionsObject(capabilities, scope);
  const tool = helmVersionObject(capabilities.helmVersion, helm);
  const type: GoType = {
    kind: 'struct',
    name: `${scope}.Capabilities`,
    fields: [
      { name: 'KubeVersion', type: kube.type },
      { name: 'APIVersions', type: apis.type },
      { name: 'HelmVersion', type: tool.type },
    ],
  };
  return new GoPointer(pointerTo(type), new GoStruct(type, [kube, apis, tool]));
}

function kubeVersionObject(version: KubeVersion, { scope, helm }: { scope: string; helm: 3 | 4 }): GoStruct {
  const shown = helm === 4 ? version.plain : version.version;
  const fields: GoField[] = [{ name: 'Version', type: STRING }];
  const values: GoValue[] = [version.version];
  if (helm === 4) {
    fields.push({ name: 'normalizedVersion', type: STRING, json: '-' });
    values.push(version.plain);
  }
  const type: GoType = {
    kind: 'struct',
    name: `${scope}.KubeVersion`,
    fields: [...fields, { name: 'Major', type: STRING }, { name: 'Minor', type: STRING }],
    text: () => shown,
    methods: methodTable(
      { name: 'String', parameters: [], call: () => shown },
      { name: 'GitVersion', parameters: [], call: () => version.version },
    ),
  };
  return new GoStruct(type, [...values, version.major, version.minor]);
}

function apiVersionsObject(capabilities: Capabilities, scope: string): GoSlice {
  const { apiVersions, cluster } = capabilities;
  const known = new Set(apiVersions);
  const has = (name: string): boolean => known.has(name) || cluster?.serves(name) === true;
  const methods = methodTable({
    name: 'Has',
    parameters: [STRING],
    call: (_receiver, _context, [name]) => has(String(name)),
  });
  const list = new GoSlice(namedType(`${scope}.VersionSet`, STRING_SLICE, { methods }), apiVersions);
  if (cluster === undefined) return list;
  // As `helm template --api-versions` appends them; asked only of templates that look.
  const all = () => [...apiVersions, ...cluster.apiVersions()];
  return Object.defineProperty(list, 'items', { get: all, enumerable: true });
}

function helmVersionObject(version: HelmVersion, helm: 3 | 4): GoStruct {
  const field = (name: string, json: string): GoField => ({ name, type: STRING, json, omitsEmpty: true });
  const fields = [
    field('Version', 'version'),
    field('GitCommit', 'git_commit'),
    field('GitTreeState', 'git_tree_state'),
    field('GoVersion', 'go_version'),
  ];
  const values = [version.version, version.gitCommit, version.gitTreeState, version.goVersion];
  const since4 = helm === 4;
  const type: GoType = {
    kind: 'struct',
    name: 'version.BuildInfo',
    fields: since4 ? [...fields, field('KubeClientVersion', 'kube_client_version')] : fields,
  };
  return new GoStruct(type, since4 ? [...values, version.kubeClientVersion] : values);
}
