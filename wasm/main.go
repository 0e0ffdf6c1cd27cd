//go:build js && wasm

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"syscall/js"

	"heatsink/core"
	"heatsink/core/report"
)

// A panic ends the engine: the worker reads what Go says of it, as it does
// when memory runs out, which can't be recovered from.
func main() {
	collectRarely()
	page, _ := await(js.Global().Get("heatsink")) // which never rejects
	r, renamed, err := work(page)
	switch {
	case err != nil:
	case r == nil:
		page.Call("passed")
	default:
		err = deliver(page, r, renamed)
	}
	if err != nil {
		page.Call("fail", err.Error())
	}
}

// There may be so much garbage, in bytes, and so much more in percent of what is
// in use, as little of that holds pointers. By Go's own rule, a small capture's
// engine would collect twenty times, an eighth of its time.
const (
	garbage        = 32 << 20
	garbagePercent = 25
)

// collectRarely has the collector keep to that, now and after each collection.
func collectRarely() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(garbagePercent + int(garbage*100/max(m.HeapAlloc, 4<<20)))
	type collected struct{ _ *int }
	runtime.AddCleanup(&collected{}, func(struct{}) { collectRarely() }, struct{}{})
}

// work makes a report of the files, none where another worker does; or, where
// all of them are names of hosts and the page has a report, that report with
// these names; with a key it makes the page's report an anonymised one.
func work(page js.Value) (r *report.Report, renamed bool, err error) {
	if page.Get("ready").Truthy() {
		r, err = count(page)
		return r, false, err
	}
	files := inputs(page)
	shown := page.Get("report")
	if key := page.Get("key"); key.Truthy() {
		var how core.Anonymize
		js.CopyBytesToGo(how.Key[:], key)
		r, err = core.AnonymizePacked(bytes.NewReader(copied(shown)), how)
		return r, false, err
	}
	if !shown.Truthy() || !core.OnlyNames(files) {
		r, err = analyze(page, files)
		return r, false, err
	}
	r, err = core.Rename(bytes.NewReader(copied(shown)), files)
	return r, true, err
}

// analyze makes a report, or has another worker make it, if the page has one.
func analyze(page js.Value, files []core.Input) (*report.Report, error) {
	if !page.Get("pass").Truthy() {
		return core.Analyze(files, core.Options{})
	}
	f := newFinder(page)
	r, err := core.AnalyzeWith(f.send, files, core.Options{})
	f.wait(0)
	return r, err
}

// copied are a Uint8Array's bytes.
func copied(array js.Value) []byte {
	b := make([]byte, array.Length())
	js.CopyBytesToGo(b, array)
	return b
}

// deliver hands over the report, and then what only saving needs: the report
// packed, which takes up to an eighth of a small capture's time, and its summary.
func deliver(page js.Value, r *report.Report, renamed bool) error {
	var document, packed bytes.Buffer
	if err := report.WriteJSON(&document, r); err != nil {
		return err
	}
	page.Call("done", given(document.Bytes()), renamed)
	if err := report.PackJSON(&packed, document.Bytes()); err != nil {
		return err
	}
	page.Call("packed", given(packed.Bytes()), report.Summary(r))
	return nil
}

// given is a Uint8Array of the bytes.
func given(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}

func inputs(page js.Value) []core.Input {
	names := page.Get("names")
	in := make([]core.Input, names.Length())
	for i := range in {
		in[i] = core.Input{
			Name: names.Index(i).String(),
			Open: func() (io.ReadCloser, error) { return &file{page: page, index: i}, nil },
		}
	}
	return in
}

// file reads one of the page's files from its start. It holds one slice of it
// in the worker's memory at a time.
type file struct {
	page  js.Value
	index int
	next  int64    // offset of the slice after this one
	slice js.Value // Uint8Array; undefined before the first
	pos   int      // of slice, how much is read
	size  int
}

func (f *file) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if f.pos == f.size {
		if err := f.fill(); err != nil {
			return 0, err
		}
	}
	n := js.CopyBytesToGo(p, f.slice.Call("subarray", f.pos))
	f.pos += n
	return n, nil
}

// fill fetches the next slice. The worker throws, or rejects, when the file
// can't be read.
func (f *file) fill() error {
	slice, err := f.fetch()
	if err != nil {
		return fmt.Errorf("the browser can't read it: %w", err)
	}
	f.slice = slice
	f.size, f.pos = f.slice.Length(), 0
	f.next += int64(f.size)
	if f.size == 0 {
		return io.EOF
	}
	return nil
}

// fetch asks for the next slice, and waits for it. What the worker throws
// syscall/js makes a panic.
func (f *file) fetch() (slice js.Value, err error) {
	defer func() {
		if p := recover(); p != nil {
			thrown, ok := p.(js.Error)
			if !ok {
				panic(p)
			}
			err = errors.New(thrown.Get("message").String())
		}
	}()
	slice = f.page.Call("read", f.index, float64(f.next))
	if slice.Get("then").IsUndefined() {
		return slice, nil
	}
	return await(slice)
}

// await waits for a Promise, while the worker does what else there is to do.
func await(promise js.Value) (value js.Value, err error) {
	done := make(chan struct{})
	then := js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		value = arguments[0]
		close(done)
		return nil
	})
	defer then.Release()
	failed := js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		err = errors.New(arguments[0].Get("message").String())
		close(done)
		return nil
	})
	defer failed.Release()
	promise.Call("then", then, failed)
	<-done
	return value, err
}

func (f *file) Close() error {
	f.slice = js.Undefined()
	f.pos, f.size = 0, 0
	return nil
}
