/**
 * OpenAPI v2 without definitions. kubectl asks for it before it applies a `List` and passes over kinds that it does not find
 * there; without an answer it refuses the whole list. Everything that is true about kinds stands in v3.
 */
import type { ApiRequest, FullAnswer } from '../requests/api-request.ts';

const PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const TITLE = 'Kubernetes';
const VERSION = 'unversioned';

export function emptyOpenApiV2(request: ApiRequest): FullAnswer {
  const wantsProtobuf = (request.headers['accept'] ?? []).some((value) => value.includes('+protobuf'));
  const document = { swagger: '2.0', info: { title: TITLE, version: VERSION }, paths: {}, definitions: {} };
  return {
    kind: 'full',
    status: 200,
    headers: { 'content-type': wantsProtobuf ? PROTOBUF : 'application/json' },
    body: wantsProtobuf ? protobufDocument() : JSON.stringify(document),
  };
}

/** Message `openapi.v2.Document` of gnostic: `swagger` is field 1, `info` field 2 with `title` 1 and `version` 2. */
function protobufDocument(): Uint8Array {
  return Buffer.concat([field(1, '2.0'), field(2, Buffer.concat([field(1, TITLE), field(2, VERSION)]))]);
}

/** A short field of bytes. */
function field(number: number, content: string | Uint8Array): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}
