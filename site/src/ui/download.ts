// Files out of the page.

import type { Report } from "../report/types";

export function download(name: string, type: string, content: string | Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The capture's name without what says its format, as the command names its output. */
export function stem(report: Report | undefined): string {
  const name = report?.captures[0]?.name ?? "";
  return name.replace(/\.(gz|zst|lz4)$/i, "").replace(/\.[^.]*$/, "") || "report";
}
