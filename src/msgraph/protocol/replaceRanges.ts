/**
 * A text with one mark in place of ranges that overlap or touch. What is inserted is not searched again: of two searches in a
 * row, the second finds parts of what the first has inserted.
 *
 * @param ends For each place of the text, where the longest range ends that begins there; 0 where none does.
 */
export function replaceRanges(text: string, ends: ArrayLike<number>, mark: string): string {
  let result = '';
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    const next = ends[at] ?? 0;
    if (next <= end) continue;
    if (at > end || end === 0) result += text.slice(end, at) + mark;
    end = next;
  }
  return result + text.slice(end);
}
