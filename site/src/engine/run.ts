// Runs the engine once, wherever there is a JavaScript: in the page's worker,
// and in node for the tests. It is the other end of wasm/main.go.

import "go/wasm_exec";

/** The files as the engine sees them. */
export interface Source {
  names: string[];
  /** The next bytes of file i from this offset on; none at the end. It may throw. */
  read(i: number, from: number): Uint8Array;
}

/** What a page is filled with. */
export interface Content {
  /** The report as gzipped JSON. */
  packed: Uint8Array<ArrayBuffer>;
  /** The report as HTML, for readers without JavaScript. */
  summary: string;
}

/** What the engine made. */
export interface Made extends Content {
  /** It is the report that the page showed, with new names. */
  renamed: boolean;
}

/** The engine's own end, of which the files need not be the cause; other Errors are about them. */
export class Crash extends Error {}

/**
 * Analyses the source; gives its report, or throws an Error of one line. Where
 * the source is files of names alone, they name the hosts of the report shown. With
 * a key, it gives the report shown, anonymised.
 */
export async function run(
  engine: WebAssembly.Module,
  source: Source,
  shown?: Uint8Array,
  key?: Uint8Array,
): Promise<Made> {
  let content: Made | undefined;
  let failure: string | undefined;
  const output = catchOutput();
  const go = new Go();
  let code = 0;
  go.exit = (c) => {
    code = c;
  };
  globalThis.heatsink = {
    names: source.names,
    read: source.read,
    report: shown,
    key,
    done: (packed, summary, renamed) => {
      content = { packed, summary, renamed };
    },
    fail: (text) => {
      failure = text;
    },
  };
  try {
    await go.run(await WebAssembly.instantiate(engine, go.importObject));
  } catch (error) {
    throw crash(error instanceof Error ? error.message : String(error));
  }
  if (failure !== undefined) throw new Error(failure);
  if (!content || code !== 0) throw crash(output());
  return content;
}

/** From the last words of Go, of the browser or of the page's own script. */
export function crash(output: string): Crash {
  if (/out of memory|(cannot|could not|failed to) (re)?allocate/i.test(output)) {
    return new Crash("The engine ran out of memory, of which a browser gives it little.");
  }
  const said = /^(?:panic|fatal error|runtime): .*/m.exec(output)?.[0] ?? output.split("\n")[0];
  return new Crash(`The engine crashed: ${said || "it ended without a report"}`);
}

/** Go's last words go to standard error, of which nobody in a page reads anything. */
function catchOutput(): () => string {
  let text = "";
  const decoder = new TextDecoder();
  globalThis.fs.writeSync = (_fd, bytes) => {
    if (text.length < 4096) text += decoder.decode(bytes);
    return bytes.length;
  };
  return () => text;
}
