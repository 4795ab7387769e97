/** Large angles modulo turns, by enough digits of 4/π (Payne and Hanek), as Go does it. */

export interface Reduced {
  /** Which eighth of a turn, made even. */
  readonly octant: number;
  readonly rest: number;
}

/** 4/π in binary, in pieces of 64 digits, the first before the point. */
const FOUR_OVER_PI = [
  ...[
    '0000000000000001',
    '45f306dc9c882a53',
    'f84eafa3ea69bb81',
    'b6c52b3278872083',
    'fca2c757bd778ac3',
    '6e48dc74849ba5c0',
  ],
  ...[
    '0c925dd413a32439',
    'fc3bd63962534e7d',
    'd1046bea5d768909',
    'd338e04d68befc82',
    '7323ac7306a673e9',
    '3908bf177bf25076',
  ],
  ...[
    '3ff12fffbc0b301f',
    'de5e2316b414da3e',
    'da6cfd9e4f96136e',
    '9e8c7ecd3cbfd45a',
    'ea4f758fd7cbe2f6',
    '7a0e73ef14a525d4',
  ],
  ...['d7f6bf623f1aba10', 'ac06608df8f6d757'],
];
const ALL_DIGITS = BigInt(`0x${FOUR_OVER_PI.join('')}`);
const DIGITS_BEHIND = (FOUR_OVER_PI.length - 1) * 64;
const WINDOW = 192;

/** For angles from 2^29 on. */
export function reducedExactly(x: number): Reduced {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const pattern = bits.getBigUint64(0);
  const exponent = Number(pattern >> 52n) - 1023 - 52;
  const mantissa = (pattern & ((1n << 52n) - 1n)) | (1n << 52n);
  // The 192 digits of 4/π whose product with the mantissa has the eighths of a turn in its first three.
  const first = exponent + 61;
  const digits = (ALL_DIGITS >> BigInt(DIGITS_BEHIND + 64 - first - WINDOW)) & ((1n << BigInt(WINDOW)) - 1n);
  const [z0, z1, z2] = [digits >> 128n, (digits >> 64n) & MASK, digits & MASK];
  const low = ((z1 * mantissa) & MASK) + ((z2 * mantissa) >> 64n);
  const high = (((z0 * mantissa) & MASK) + ((z1 * mantissa) >> 64n) + (low >> 64n)) & MASK;
  return restOf(high, low & MASK);
}

const MASK = (1n << 64n) - 1n;

/** The first three digits are eighths, what follows is the fraction of one. */
function restOf(high: bigint, low: bigint): Reduced {
  const octant = Number(high >> 61n);
  const fraction = ((high << 3n) & MASK) | (low >> 61n);
  const zeros = 64 - fraction.toString(2).length;
  const shifted = ((fraction << BigInt(zeros + 1)) & MASK) | (low >> BigInt(64 - (zeros + 1)));
  const pattern = (shifted >> 12n) | (BigInt(1023 - (zeros + 1)) << 52n);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setBigUint64(0, pattern);
  const rest = bits.getFloat64(0);
  const isOdd = octant % 2 === 1;
  return { octant: isOdd ? (octant + 1) % 8 : octant, rest: (isOdd ? rest - 1 : rest) * (Math.PI / 4) };
}
