/**
 * How many documents a test compares: `few` in each run of the suite, and twenty times as many with
 * `MORE_CASES=20 npx vitest run test/e2e/differential`.
 */
export function cases(few: number): number {
  return few * Number(process.env.MORE_CASES ?? 1);
}
