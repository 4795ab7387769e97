/** One file of a chart. */

export interface ChartFile {
  /** Path from the folder of the chart, with slashes. */
  readonly name: string;
  readonly data: Uint8Array;
}

/** Helm's limits for what a chart may hold. */
export const CHART_LIMITS = { all: 100 * 1024 * 1024, file: 5 * 1024 * 1024 } as const;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** The data without a byte order mark at its beginning. */
export function withoutMark(data: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, at) => data[at] === byte) ? data.subarray(3) : data;
}
