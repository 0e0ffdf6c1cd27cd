// Light or dark: what the system prefers, unless the user has chosen.

import { computed, effect, signal } from "@preact/signals";
import { theme } from "./state";

const query = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(query.matches);
query.addEventListener("change", () => {
  systemDark.value = query.matches;
});

export const dark = computed(() =>
  theme.value === "auto" ? systemDark.value : theme.value === "dark",
);

/** Sets the document's theme from now on; the stylesheet does the rest. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = dark.value ? "dark" : "light";
  });
}
