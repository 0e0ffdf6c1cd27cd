// Light or dark: what the system prefers, unless the user has chosen.

import { batch, computed, effect, signal } from "@preact/signals";
import { theme } from "./state";

const query = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(query.matches);
query.addEventListener("change", () => {
  systemDark.value = query.matches;
});

// Paper is light: ink on it must be dark.
const printing = signal(false);
addEventListener("beforeprint", () => {
  printing.value = true;
});
addEventListener("afterprint", () => {
  printing.value = false;
});

export const dark = computed(() => {
  if (printing.value) return false;
  return theme.value === "auto" ? systemDark.value : theme.value === "dark";
});

/** What is made in the light theme's colours, whatever is on the screen. */
export function onPaper<T>(make: () => T): T {
  return batch(() => {
    const before = printing.value;
    printing.value = true;
    try {
      return make();
    } finally {
      printing.value = before;
    }
  });
}

/** Sets the document's theme from now on; the stylesheet does the rest. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = dark.value ? "dark" : "light";
  });
}
