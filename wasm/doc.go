// Command wasm is the engine: the core compiled to WebAssembly, run by the
// page inside a Web Worker. It is glue only: files in, one packed report or
// one error out. One run is one analysis, so that the memory of a large
// capture, which WebAssembly can't give back, dies with its worker.
//
// The worker sets one global before it starts the engine: heatsink, a Promise of
// an object, so that the engine can start before there is something to do. That
// object has
//
//	heatsink.names          string[]: the files' base names, in the order given
//	heatsink.read(i, from)  Uint8Array, or a Promise of one: the next bytes of file i
//	                        from that offset on, as many as the worker likes; none
//	                        at the end
//	heatsink.report         Uint8Array: the packed report that the page shows, if
//	                        any. When all files are names of hosts, recognised by
//	                        their content, they are given to this report, and no
//	                        capture is read; else it is not looked at, and files of
//	                        names name the hosts of the captures beside them
//	heatsink.key            Uint8Array: the key to anonymise the page's report
//	                        with, if that is all there is to do
//	heatsink.done(json, renamed)
//	                        called once with report.WriteJSON's bytes, and whether it is
//	                        the page's own report with new names, and then
//	heatsink.packed(packed, summary)
//	                        called once with report.Pack's bytes of it and
//	                        report.Summary's text, or
//	heatsink.fail(text)     called once with one line that says what is wrong
//
// Two engines, in a worker each, can share the work on the files: one finds
// flows in what it reads, and another counts and reports. The first one has
//
//	heatsink.room(n)        Uint8Array: n bytes, for a message
//	heatsink.pass(message)  takes it to the other
//	heatsink.passed()       called in place of done, once all is passed; done is
//	                        called if the files are such that one engine must do all
//
// and sets heatsink.answered, to be called with what the other answers, a
// Uint8Array. The second one has
//
//	heatsink.ready()        called once heatsink.take(message) is there to be called
//	heatsink.answer(answer, message)
//	                        takes an answer to the first one, and the message back
//
// and neither names, read, report nor key.
//
// The engine pulls only what it can take, so a file may be larger than memory.
package main
