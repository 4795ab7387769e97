import { expect, test } from 'vitest';
import type { OciDescriptor, OciManifest } from '../../ports/oci.ts';
import { contentLayer } from './content-layer.ts';

const TAR = 'application/vnd.oci.image.layer.v1.tar';
const ZIPPED = 'application/vnd.oci.image.layer.v1.tar+gzip';
const DOCKER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const PROVENANCE = 'application/vnd.cncf.helm.chart.provenance.v1.prov';
const HELM = 'application/vnd.cncf.helm.config.v1+json';
const EMPTY = 'application/vnd.oci.empty.v1+json';
const ALLOWED = [TAR, ZIPPED, CHART];

function descriptor(mediaType: string): OciDescriptor {
  return { mediaType, digest: `sha256:${'0'.repeat(64)}`, size: 1, annotations: {} };
}

function manifest(config: string, layers: readonly string[]): OciManifest {
  return {
    ...{ kind: 'image', digest: 'sha256:1', artifactType: '', annotations: {} },
    config: descriptor(config),
    layers: layers.map(descriptor),
  };
}

test.each<[string, string, readonly string[], string]>([
  ['the only one', EMPTY, [ZIPPED], ZIPPED],
  ['a plain archive', EMPTY, [TAR], TAR],
  ['beside what is no archive', EMPTY, ['text/plain', ZIPPED, 'application/vnd.in-toto+json'], ZIPPED],
  ['a chart beside its signature', HELM, [CHART, PROVENANCE], CHART],
  ['of a chart no other archive', HELM, [ZIPPED, CHART], CHART],
  ['a packed chart under another name', EMPTY, [CHART], CHART],
])('%s', (_reason, config, layers, expected) => {
  expect(contentLayer(manifest(config, layers), ALLOWED).mediaType).toBe(expected);
});

test.each<[string, string, readonly string[], string]>([
  ['none', EMPTY, [], 'expected only a single oci content layer, got 0'],
  ['none that is an archive', EMPTY, ['text/plain'], 'expected only a single oci content layer, got 0'],
  ['two', EMPTY, [TAR, ZIPPED], 'expected only a single oci content layer, got 2'],
  ['two charts', HELM, [CHART, CHART], 'expected only a single oci content layer, got 2'],
  ['a chart without one', HELM, [ZIPPED], 'expected only a single oci content layer, got 0'],
  [
    'one that is not allowed',
    EMPTY,
    [DOCKER],
    `oci layer media type ${DOCKER} is not in the list of allowed media types`,
  ],
  ['too many', EMPTY, Array.from({ length: 11 }, () => 'text/plain'), 'expected no more than 10 oci layers, got 11'],
])('refused: %s', (_reason, config, layers, expected) => {
  expect(() => contentLayer(manifest(config, layers), ALLOWED)).toThrow(expected);
});

test('what an operator allows, and a list of platforms', () => {
  expect(contentLayer(manifest(EMPTY, [DOCKER]), [DOCKER]).mediaType).toBe(DOCKER);
  expect(() => contentLayer({ kind: 'index', digest: 'sha256:1', manifests: [] }, ALLOWED)).toThrow('one a platform');
});
