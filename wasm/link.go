//go:build js && wasm

package main

import (
	"syscall/js"

	"heatsink/core"
	"heatsink/core/report"
)

// underway is how many messages can be on their way to the other worker: enough
// for either to go on while the other has a longer piece of work. It bounds the
// memory that they take.
const underway = 8

// finder is the near end of the link to a worker that counts.
type finder struct {
	page    js.Value
	answers chan []byte
	waiting int // messages that no answer has come to
}

func newFinder(page js.Value) *finder {
	f := &finder{page: page, answers: make(chan []byte, underway)}
	page.Set("answered", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		f.answers <- copied(arguments[0])
		return nil
	}))
	return f
}

// send is a core.Send. It waits while too many messages are on their way, and
// meanwhile the worker hears answers.
func (f *finder) send(message []byte) (answers []byte) {
	array := f.page.Call("room", len(message))
	js.CopyBytesToJS(array, message)
	f.page.Call("pass", array)
	f.waiting++
	return f.wait(underway - 1)
}

// wait waits until no more than so many messages have no answer.
func (f *finder) wait(most int) (answers []byte) {
	for f.waiting > most || f.waiting > 0 && len(f.answers) > 0 {
		answers = append(answers, <-f.answers...)
		f.waiting--
	}
	return answers
}

// count is the far end: it counts what the other worker finds, and reports.
func count(page js.Value) (*report.Report, error) {
	messages := make(chan js.Value, underway)
	page.Set("take", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		messages <- arguments[0]
		return nil
	}))
	page.Call("ready")
	counter := core.NewCounter(core.Options{})
	var message []byte
	for array := range messages {
		if n := array.Length(); n > cap(message) {
			message = make([]byte, n, n+n/4)
		} else {
			message = message[:n]
		}
		js.CopyBytesToGo(message, array)
		answer, last, err := counter.Take(message)
		if err != nil {
			return nil, err
		}
		back := js.Global().Get("Uint8Array").New(len(answer))
		js.CopyBytesToJS(back, answer)
		page.Call("answer", back, array)
		if last {
			break
		}
	}
	return counter.Report()
}
