// Names in a capture are anyone's to choose. What is shown of them has no
// control character and nothing that turns the direction of the text around it.

// C0, DEL and C1 controls; the marks, embeddings, overrides and isolates of the
// bidirectional algorithm (Unicode UAX #9); zero-width and line separators.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Longer names than this are cut: no column shows more, and none needs it. */
const MAX_LENGTH = 512;

/**
 * The text with "…" for its middle, as much of it as fits: of a long name both
 * ends tell who it is.
 */
export function shorten(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const letters = [...text];
  const kept = (n: number) => {
    const head = Math.ceil(n * 0.6);
    return `${letters.slice(0, head).join("")}…${letters.slice(letters.length - n + head).join("")}`;
  };
  let low = 1;
  let high = letters.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(kept(middle))) low = middle;
    else high = middle - 1;
  }
  return kept(low);
}

/** The text in so many letters at most. */
export function brief(text: string, most: number): string {
  return shorten(text, (t) => t.length <= most);
}

/** The text with each character that can't be shown safely as "�". */
export function clean(text: string): string {
  const safe = text.replace(UNSAFE, "\ufffd");
  return safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH)}…` : safe;
}
