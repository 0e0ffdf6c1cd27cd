// Whether the page is as narrow as on a phone, where what explains stands behind
// what is explained.

import { signal } from "@preact/signals";

const query = matchMedia("(max-width: 559px)"); // as in the stylesheets

export const narrow = signal(query.matches);
query.addEventListener("change", () => {
  narrow.value = query.matches;
});
