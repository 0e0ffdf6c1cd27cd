// The largest of many, without sorting all of them.

/**
 * The n largest by their values, the largest first, equal ones as the tie says.
 * Lists of numbers sort several times as fast as others by a function: so the
 * values are sorted first, and only what reaches the n-th of them is sorted itself.
 */
export function largest<T>(
  items: readonly T[],
  n: number,
  value: (item: T) => number,
  tie: (t: T, u: T) => number,
): T[] {
  let kept = items;
  if (items.length > n) {
    const values = new Float64Array(items.length);
    items.forEach((item, i) => {
      values[i] = value(item);
    });
    const least = values.slice().sort()[items.length - n]!;
    kept = items.filter((_, i) => values[i]! >= least);
  }
  return kept.toSorted((t, u) => value(u) - value(t) || tie(t, u)).slice(0, n);
}
