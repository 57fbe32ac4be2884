/** What is known of a lead, by field; null or absent where nothing is. */
export type FeatureValues = Readonly<Record<string, string | number | boolean | null>>;

/** How values become numbers for a model; learnt from some leads, applied to others. */
export type FeatureCode = {
  readonly names: readonly string[];
  encode(values: FeatureValues): number[];
};

/**
 * Learns how to write leads as numbers: each word of a field is a feature of its own, 1 or 0; a number is one feature,
 * with 0 where it is missing; and each field that is ever missing has a feature that says so. A word that was not there
 * when it was learnt is none of the known ones.
 *
 * @example
 * const code = learnFeatures([{ role: 'head', staff: 50 }, { role: 'clerk', staff: null }]);
 * code.names // ['role=clerk', 'role=head', 'staff', 'staff is missing']
 * code.encode({ role: 'head', staff: null }) // [0, 1, 0, 1]
 */
export function learnFeatures(leads: readonly FeatureValues[]): FeatureCode {
  const fields = [...new Set(leads.flatMap((values) => Object.keys(values)))].sort();
  const features = fields.flatMap((field) => {
    const seen = leads.map((values) => values[field] ?? null);
    const words = [...new Set(seen.filter((value) => typeof value === 'string' || typeof value === 'boolean'))];
    return [
      ...words
        .map(String)
        .sort()
        .map((word) => ({
          name: `${field}=${word}`,
          read: (value: unknown) => Number(value !== null && String(value) === word),
        })),
      ...(seen.some((value) => typeof value === 'number')
        ? [{ name: field, read: (value: unknown) => (typeof value === 'number' ? value : 0) }]
        : []),
      ...(seen.includes(null)
        ? [{ name: `${field} is missing`, read: (value: unknown) => Number(value === null) }]
        : []),
    ].map((feature) => ({ ...feature, field }));
  });
  return {
    names: features.map(({ name }) => name),
    encode: (values) => features.map(({ field, read }) => read(values[field] ?? null)),
  };
}
