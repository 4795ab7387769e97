/** Expected texts are those of Go itself: the spew printer over `k8s.io/api` 0.35 after a round trip through protobuf. */
import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { goPrint } from './go-print.ts';

const NONE = 'd:(resource.infDecAmount){Dec:(*inf.Dec)<nil>}';
const small = (value: string, scale: number) =>
  `{i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}} ${NONE}`;
const large = (words: string, isNegative = false) =>
  '{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec)' +
  `{unscaled:(big.Int){neg:(bool)${isNegative} abs:(big.nat)[${words}]} scale:(inf.Scale)9}}`;

test.each<[string, Json, string]>([
  ['nothing', '0', `${small('0', 0)} s:(string)0 Format:(resource.Format)DecimalSI}`],
  ['whole', '1', `${small('1', 0)} s:(string)1 Format:(resource.Format)DecimalSI}`],
  ['thousandths', '100m', `${small('100', -3)} s:(string)100m Format:(resource.Format)DecimalSI}`],
  [
    'billionths',
    '100000000001n',
    `${small('100000000001', -9)} s:(string)100000000001n Format:(resource.Format)DecimalSI}`,
  ],
  ['an exponent', '1e3', `${small('1', 3)} s:(string)1e3 Format:(resource.Format)DecimalExponent}`],
  ['exa, not an exponent', '5E', `${small('5', 18)} s:(string)5E Format:(resource.Format)DecimalSI}`],
  ['binary', '1Gi', `${small('1073741824', 0)} s:(string)1Gi Format:(resource.Format)BinarySI}`],
  ['binary that Go would write anew', '8Ki', `${small('8192', 0)} s:(string) Format:(resource.Format)BinarySI}`],
  [
    'binary that may not fit',
    '1Pi',
    `${large('2882303761517117440 61035')} s:(string) Format:(resource.Format)BinarySI}`,
  ],
  [
    'more digits than fit',
    '1234567890123456789',
    `${large('7888470988684038656 66926059')} s:(string) Format:(resource.Format)DecimalSI}`,
  ],
])('quantities: %s', (_reason, value, expected) => {
  expect(goPrint({ requests: { cpu: value } }, 'core/v1.ResourceRequirements')).toBe(
    `(v1.ResourceRequirements){Limits:(v1.ResourceList)<nil> Requests:(v1.ResourceList)map[cpu:${expected}] Claims:([]v1.ResourceClaim)<nil>}`,
  );
});

test('pointers, inlined structs, names of types, empty lists, sorted keys', () => {
  const volume = { name: 'v', configMap: { name: 'c', items: [], defaultMode: 420, optional: false } };
  expect(goPrint(volume, 'core/v1.Volume')).toContain(
    'ConfigMap:(*v1.ConfigMapVolumeSource){LocalObjectReference:(v1.LocalObjectReference){Name:(string)c} ' +
      'Items:([]v1.KeyToPath)<nil> DefaultMode:(*int32)420 Optional:(*bool)false} VsphereVolume:(*v1.VsphereVirtualDiskVolumeSource)<nil>',
  );
  const selector = {
    matchLabels: { b: '2', a: '1' },
    matchExpressions: [{ key: 'k', operator: 'In', values: ['x', 'y'] }],
  };
  expect(goPrint(selector, 'meta/v1.LabelSelector')).toBe(
    '(v1.LabelSelector){MatchLabels:(map[string]string)map[a:1 b:2] ' +
      'MatchExpressions:([]v1.LabelSelectorRequirement)[{Key:(string)k Operator:(v1.LabelSelectorOperator)In Values:([]string)[x y]}]}',
  );
  expect(goPrint({ port: 'http' }, 'core/v1.TCPSocketAction')).toBe(
    '(v1.TCPSocketAction){Port:(intstr.IntOrString){Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)http} Host:(string)}',
  );
});
