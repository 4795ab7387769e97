/** A document for clients that keep one: by its ETag it is sent, refused or not sent again. Source: RFC 9110 §13 as Go's `ServeContent` has it. */
import { type ApiRequest, type FullAnswer, headerOf } from '../requests/api-request.ts';

/** What a document is sent with. */
export interface DocumentHeaders {
  readonly 'content-type': string;
  readonly vary: string;
  /** Quoted. */
  readonly etag: string;
}

/** 412 where `If-Match` names others, 304 where `If-None-Match` names this one, else the document. */
export function conditionalAnswer(
  request: ApiRequest,
  body: string | Uint8Array,
  headers: DocumentHeaders,
): FullAnswer {
  const wanted = headerOf(request, 'if-match') ?? '';
  if (wanted !== '' && !tagsOf(wanted).some((tag) => tag === '*' || tag === headers.etag)) {
    return { kind: 'full', status: 412, headers: { ...headers }, body: '' };
  }
  const known = headerOf(request, 'if-none-match') ?? '';
  if (tagsOf(known).some((tag) => tag === '*' || tag.replace(/^W\//, '') === headers.etag)) {
    const { 'content-type': _, ...kept } = headers;
    return { kind: 'full', status: 304, headers: kept, body: '' };
  }
  return { kind: 'full', status: 200, headers: { ...headers }, body };
}

const TAG = /^[\s,]*(\*|(?:W\/)?"[!\x23-\x7e\x80-\uffff]*")/;

/** The tags of a list, up to the first that is none. */
function tagsOf(list: string): readonly string[] {
  const tags: string[] = [];
  let rest = list;
  for (let found = TAG.exec(rest); found?.[1] !== undefined; found = TAG.exec(rest)) {
    tags.push(found[1]);
    rest = rest.slice(found[0].length);
  }
  return tags;
}
