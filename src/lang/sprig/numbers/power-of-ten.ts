/** Powers of ten to the last bit as Go's `math.Pow` makes them: by squaring fractions, dividing once for negative ones. */
export function powerOfTen(places: number): number {
  if (places > 308 + 16) return Number.POSITIVE_INFINITY;
  if (places < -(324 + 16)) return 0;
  let mantissa = 1;
  let power = 0;
  // 10 is 0.625 × 2^4.
  let square = 0.625;
  let squarePower = 4;
  for (let left = Math.abs(places); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      mantissa *= square;
      power += squarePower;
    }
    square *= square;
    squarePower *= 2;
    if (square < 0.5) {
      square += square;
      squarePower -= 1;
    }
  }
  if (places >= 0) return scale(mantissa, power);
  return scale(1 / mantissa, -power);
}

/** mantissa × 2^power in two steps, since 2^power alone may be beyond the range. */
function scale(mantissa: number, power: number): number {
  const half = Math.trunc(power / 2);
  return mantissa * 2 ** half * 2 ** (power - half);
}
