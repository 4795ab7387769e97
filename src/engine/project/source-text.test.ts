import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/source-fields.ts';
import { sourceText } from './source-text.ts';

const EMPTY_HELM =
  '&ApplicationSourceHelm{ValueFiles:[],Parameters:[]HelmParameter{},ReleaseName:,Values:,FileParameters:[]HelmFileParameter{},Version:,PassCredentials:false,IgnoreMissingValueFiles:false,SkipCrds:false,ValuesObject:nil,Namespace:,KubeVersion:,APIVersions:[],SkipTests:false,SkipSchemaValidation:false,}';

const CASES: readonly (readonly [string, Partial<ApplicationSource>, string])[] = [
  ['nothing but an address', {}, '{https://git/app   nil nil nil nil    }'],
  [
    'every text of the source itself',
    { path: 'p', targetRevision: 'main', chart: 'c', ref: 'r', name: 'n', tagPrefix: 't/' },
    '{https://git/app p main nil nil nil nil c r n t/}',
  ],
  ['options of Helm that say nothing', { helm: {} }, `{https://git/app   ${EMPTY_HELM} nil nil nil    }`],
  [
    'options of Helm: lists of texts and of structs, and values as YAML',
    {
      helm: {
        valueFiles: ['a.yaml', 'b.yaml'],
        parameters: [{ name: 'k', value: 'v', forceString: true }, { name: 'other' }],
        valuesObject: { b: 1, a: 'x' },
        apiVersions: ['v1'],
      },
    },
    '{https://git/app   &ApplicationSourceHelm{ValueFiles:[a.yaml b.yaml],Parameters:[]HelmParameter{HelmParameter{Name:k,Value:v,ForceString:true,},HelmParameter{Name:other,Value:,ForceString:false,},},ReleaseName:,Values:,FileParameters:[]HelmFileParameter{},Version:,PassCredentials:false,IgnoreMissingValueFiles:false,SkipCrds:false,ValuesObject:&runtime.RawExtension{a: x\nb: 1},Namespace:,KubeVersion:,APIVersions:[v1],SkipTests:false,SkipSchemaValidation:false,} nil nil nil    }',
  ],
  [
    'options of Kustomize: maps by key, counts as Go keeps them, pointers and embedded structs',
    {
      kustomize: {
        commonLabels: { b: '2', a: '1' },
        replicas: [{ name: 'web', count: 3 }],
        patches: [{ patch: 'p', target: { kind: 'Deployment', name: 'web' }, options: { allowNameChange: true } }],
      },
    },
    '{https://git/app   nil &ApplicationSourceKustomize{NamePrefix:,NameSuffix:,Images:[],CommonLabels:map[string]string{a: 1,b: 2,},Version:,CommonAnnotations:map[string]string{},ForceCommonLabels:false,ForceCommonAnnotations:false,Namespace:,CommonAnnotationsEnvsubst:false,Replicas:[]KustomizeReplica{KustomizeReplica{Name:web,Count:{0 3 },},},Patches:[]KustomizePatch{KustomizePatch{Path:,Patch:p,Target:&KustomizeSelector{KustomizeResId:KustomizeResId{KustomizeGvk:KustomizeGvk{Group:,Version:,Kind:Deployment,},Name:web,Namespace:,},AnnotationSelector:,LabelSelector:,},Options:map[string]bool{allowNameChange: true,},},},Components:[],LabelWithoutSelector:false,KubeVersion:,APIVersions:[],IgnoreMissingComponents:false,LabelIncludeTemplates:false,} nil nil    }',
  ],
  [
    'options of folders: a struct by value stands whole',
    { directory: { recurse: true } },
    '{https://git/app   nil nil &ApplicationSourceDirectory{Recurse:true,Jsonnet:ApplicationSourceJsonnet{ExtVars:[]JsonnetVar{},TLAs:[]JsonnetVar{},Libs:[],},Exclude:,Include:,DisableExtensionFilter:false,} nil    }',
  ],
  [
    'a plugin: variables by pointer, parameters of each form',
    {
      plugin: {
        name: 'tool',
        env: [{ name: 'A', value: '1' }],
        parameters: [
          { name: 's', string: 'x' },
          { name: 'm', map: { k: 'v' } },
          { name: 'l', array: ['a', 'b'] },
        ],
      },
    },
    '{https://git/app   nil nil nil &ApplicationSourcePlugin{Name:tool,Env:[]*EnvEntry{&EnvEntry{Name:A,Value:1,},},Parameters:[]ApplicationSourcePluginParameter{ApplicationSourcePluginParameter{Name:s,OptionalMap:nil,OptionalArray:nil,String_:*x,},ApplicationSourcePluginParameter{Name:m,OptionalMap:&OptionalMap{Map:map[string]string{k: v,},},OptionalArray:nil,String_:nil,},ApplicationSourcePluginParameter{Name:l,OptionalMap:nil,OptionalArray:&OptionalArray{Array:[a b],},String_:nil,},},}    }',
  ],
];

test.each(CASES)('%s', (_, source, expected) => {
  expect(sourceText({ repoURL: 'https://git/app', ...source })).toBe(expected);
});
