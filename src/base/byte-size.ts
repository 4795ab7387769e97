/** Sizes in settings, as Kubernetes writes quantities: `100M`, `1Gi`, `512`. */

const SIZE = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|k|M|G|T)?$/;
const FACTORS: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

/** Bytes; `otherwise` where there is no text, or one that is no size. */
export function byteSize(text: string | undefined, otherwise: number): number {
  const match = SIZE.exec(text ?? '');
  return match === null ? otherwise : Math.round(Number(match[1]) * (FACTORS[match[2] ?? ''] ?? 1));
}
