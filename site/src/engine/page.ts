// The page as a file: what lies in its slots, and the same file with another
// report in it.
//
// The built page is written so that parsing and serialising it give the same
// bytes again. So the page that the browser has just parsed, with a report put
// into its slot, is to the byte what the command writes. This module takes its
// copy when it is loaded, before anything has drawn into the page: whatever
// changes later (the theme, the title, an extension) is not in what is saved.

import type { Content } from "./run";

/** The slots that `cli/page/template.go` fills too. */
const SUMMARY = "heatsink-summary";
const STATE = "heatsink-state";
const REPORT = "heatsink-report";
const WORKER = "heatsink-worker";
const ENGINE = "heatsink-engine";

// The clone shares its text with the document, so it costs next to nothing.
const pristine = document.documentElement.cloneNode(true) as HTMLElement;

function slot(root: ParentNode, id: string): Element {
  const found = root.querySelector(`#${id}`);
  if (!found) throw new Error(`This page has lost its slot ${id}.`);
  return found;
}

/** What the page was filled with; null when it waits for a drop. */
export function embedded(): Content | null {
  const text = slot(pristine, REPORT).textContent;
  if (!text) return null;
  return { packed: fromBase64(text), summary: slot(pristine, SUMMARY).textContent ?? "" };
}

/** The worker's script; empty without an engine. */
export function workerText(): string {
  return slot(pristine, WORKER).textContent ?? "";
}

/** The packed engine as base85 text, left as text until it is needed; empty without one. */
export function engineText(): string {
  return slot(pristine, ENGINE).textContent ?? "";
}

/** What the page showed when it was saved, as a URL's hash without "#". */
export function savedState(): string {
  return slot(pristine, STATE).textContent ?? "";
}

/**
 * The whole page file, filled with this, which opens on that state. The command
 * leaves the state empty: a page saved as it opened is to the byte the command's.
 */
export function savedPage({ packed, summary }: Content, state: string): string {
  const root = pristine.cloneNode(true) as HTMLElement;
  // A hash has no "<" in it but one that somebody typed, and no script may hold that.
  slot(root, STATE).textContent = state.replaceAll("<", "%3C");
  // Where scripts run, what is in a noscript is text, and written as it is.
  slot(root, SUMMARY).textContent = summary;
  slot(root, REPORT).textContent = toBase64(packed);
  return `<!DOCTYPE html>\n${root.outerHTML}`;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  // Browsers before 2025. Uint8Array.from with a function takes ten times as long.
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function toBase64(bytes: Uint8Array): string {
  const step = 0x8000; // as many arguments as every browser takes
  let binary = "";
  for (let i = 0; i < bytes.length; i += step) {
    binary += String.fromCharCode(...bytes.subarray(i, i + step));
  }
  return btoa(binary);
}
