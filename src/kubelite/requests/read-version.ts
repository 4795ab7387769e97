/** The `resourceVersion` of a read: any version so far, or one that is yet to come. */
import { quote } from '../../lang/go-value/text/quote.ts';
import { ApiFault } from '../status/api-fault.ts';

const MOST = 2n ** 64n - 1n;

/** Why a text is no version; undefined where it is one. */
export function whyNoVersion(text: string): string | undefined {
  const what = !/^\d+$/.test(text) ? 'invalid syntax' : BigInt(text) > MOST ? 'value out of range' : undefined;
  if (what === undefined) return undefined;
  const shown = quote(text);
  return `resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: ${what}`;
}

/** Throws 504 for a version that was not reached yet, 500 for none. */
export function checkReadVersion(text: string, current: number): void {
  if (text === '' || text === '0') return;
  const why = whyNoVersion(text);
  if (why !== undefined) throw new ApiFault({ code: 500, reason: '', message: why });
  if (Number(text) > current) throw tooLargeVersion(text, current);
}

/** The version is of the future: the client is to come back. */
export function tooLargeVersion(asked: string, current: number): ApiFault {
  return new ApiFault({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }],
    retryAfterSeconds: 1,
  });
}
