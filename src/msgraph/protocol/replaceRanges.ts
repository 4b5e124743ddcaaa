/**
 * Replaces ranges of a text by a mark; ranges that overlap or touch share one. All at once, because a second search
 * would find parts of the marks that the first one has inserted.
 *
 * @param ends For each position in the text, the end of the longest range that begins there; 0 if none does.
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
