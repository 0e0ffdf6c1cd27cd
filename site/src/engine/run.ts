// Runs the engine once, wherever there is a JavaScript: in the page's worker,
// and in node for the tests. It is the other end of wasm/main.go.

import "go/wasm_exec";

/** The files as the engine sees them. */
export interface Source {
  names: string[];
  /** The next bytes of file i from this offset on; none at the end. It may throw, or reject. */
  read(i: number, from: number): Uint8Array | Promise<Uint8Array>;
}

/** What a page is filled with. */
export interface Content {
  /** The report as gzipped JSON. */
  packed: Uint8Array<ArrayBuffer>;
  /** The report as HTML, for readers without JavaScript. */
  summary: string;
}

/** What a page shows of a report, before the engine has packed it. */
export interface Shown {
  json: Uint8Array<ArrayBuffer>;
  /** It is the report that the page showed, with new names. */
  renamed: boolean;
}

/** Is told of the report, and may take its memory. */
export type Told = (shown: Shown) => void;

/** The engine's own end, of which the files need not be the cause; other Errors are about them. */
export class Crash extends Error {}

/** An engine that has started. Once, it can be told what to do; it gives the report, if that is its. */
export type Engine = (page: EnginePage, tell?: Told) => Promise<Content | undefined>;

/**
 * Analyses the source; gives its report, and tells of it before, or throws an
 * Error of one line. Where the source is files of names alone, they name the
 * hosts of the report shown. With a key, it gives the report shown, anonymised.
 */
export async function run(
  engine: Engine,
  source: Source,
  shown?: Uint8Array,
  key?: Uint8Array,
  tell?: Told,
): Promise<Content> {
  return (await engine({ ...source, report: shown, key }, tell)) as Content;
}

/**
 * Does half of what run does: finds flows, for an engine at the other end of
 * the port to count. That one gives the report, but where the source is such
 * that one engine has to do all.
 */
export function find(
  engine: Engine,
  source: Source,
  shown: Uint8Array | undefined,
  port: MessagePort,
  tell?: Told,
): Promise<Content | undefined> {
  return engine(Object.assign(finding(port), source, { report: shown }), tell);
}

/** Does the other half, and gives the report. */
export async function count(engine: Engine, port: MessagePort, tell?: Told): Promise<Content> {
  return (await engine(counting(port), tell)) as Content;
}

/** What an engine that finds has of the one that counts. */
function finding(port: MessagePort): EnginePage {
  const spare: ArrayBuffer[] = [];
  const page: EnginePage = {
    room(n) {
      const memory = spare.pop();
      return new Uint8Array(memory && memory.byteLength >= n ? memory : new ArrayBuffer(n), 0, n);
    },
    pass: (message) => port.postMessage(message, [message.buffer]),
  };
  port.onmessage = ({ data }: MessageEvent<[Uint8Array<ArrayBuffer>, ArrayBuffer]>) => {
    spare.push(data[1]);
    page.answered?.(data[0]);
  };
  return page;
}

/** What an engine that counts has of the one that finds. */
function counting(port: MessagePort): EnginePage {
  const page: EnginePage = {
    ready() {
      port.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => page.take?.(data);
    },
    answer(answer, { buffer }) {
      port.postMessage([answer, buffer], [answer.buffer, buffer]);
    },
  };
  return page;
}

/** Starts an engine, up to where it waits for what it is to do. */
export function start(compiled: WebAssembly.Module): Engine {
  const output = catchOutput();
  const go = new Go();
  let code = 0;
  go.exit = (c) => {
    code = c;
  };
  let give: (page: EnginePage) => void = () => {};
  const given = new Promise<EnginePage>((resolve) => {
    give = resolve;
  });
  const ended = WebAssembly.instantiate(compiled, go.importObject).then((instance) => {
    globalThis.heatsink = given; // it reads this once, at its start
    return go.run(instance);
  });
  ended.catch(() => {}); // told when it has something to do
  return async (page, tell) => {
    let content: Content | undefined;
    let passed = false;
    let failure: string | undefined;
    page.done = (json, renamed) => tell?.({ json, renamed });
    page.packed = (packed, summary) => {
      content = { packed, summary };
    };
    page.passed = () => {
      passed = true;
    };
    page.fail = (text) => {
      failure = text;
    };
    give(page);
    try {
      await ended;
    } catch (error) {
      throw crash(error instanceof Error ? error.message : String(error));
    } finally {
      leave(go);
    }
    if (failure !== undefined) throw new Error(failure);
    if ((!content && !passed) || code !== 0) throw crash(output());
    return content;
  };
}

/** Lets nothing wake an engine that has ended: a timer that it left behind would try to for ever. */
function leave(go: Go): void {
  for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
  go._resume = () => {};
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
