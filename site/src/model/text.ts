// Names in a capture are anyone's to choose. What is shown of them has no
// control character and nothing that turns the direction of the text around it.

// C0, DEL and C1 controls; the marks, embeddings, overrides and isolates of the
// bidirectional algorithm (Unicode UAX #9); zero-width and line separators.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Longer names than this are cut: no column shows more, and none needs it. */
const MAX_LENGTH = 512;

/** The text with each character that can't be shown safely as "�". */
export function clean(text: string): string {
  const safe = text.replace(UNSAFE, "\ufffd");
  return safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH)}…` : safe;
}
