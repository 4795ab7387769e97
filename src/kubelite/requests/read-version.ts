/** The `resourceVersion` of a read: any version so far, or one that is yet to come. */
import { ApiFault } from '../status/api-fault.ts';

/** Why a text is no version. */
export function noVersion(text: string): string {
  const shown = JSON.stringify(text);
  return `resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: invalid syntax`;
}

/** Throws 504 for a version that was not reached yet, 500 for none. */
export function checkReadVersion(text: string, current: number): void {
  if (text === '' || text === '0') return;
  if (!/^\d+$/.test(text)) throw new ApiFault({ code: 500, reason: '', message: noVersion(text) });
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
