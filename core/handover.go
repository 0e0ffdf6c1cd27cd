package core

import (
	"encoding/json"
	"slices"

	"heatsink/core/flow"
	"heatsink/core/name"
	"heatsink/core/report"
)

// Send hands a message to a Counter elsewhere.
type Send func(message []byte) (answers []byte)

// Counter counts what AnalyzeWith finds in another instance of the program,
// one that shares no memory with this one, and reports on it: what the second
// stage does, where goroutines can't run side by side.
type Counter struct {
	opt    Options
	table  *flow.Table
	names  *name.Store
	batch  *flow.Batch
	answer []byte
	read   *read // once that has come
}

// NewCounter returns a Counter that has counted nothing.
func NewCounter(opt Options) *Counter {
	c := &Counter{opt: opt, names: &name.Store{}, batch: flow.NewBatch()}
	c.table = newTable(c.names, opt)
	return c
}

// What a message is of, its first byte.
const (
	messageBatches = iota
	messageRest    // of the finder's tables
	messageEnd     // what reading says
)

// Take takes in a message. Its answer, which is for the sender, is valid until
// the next; last says that no message will come. It keeps nothing of the message.
func (c *Counter) Take(message []byte) (answer []byte, last bool, err error) {
	kind, message := message[0], message[1:]
	switch kind {
	case messageBatches:
		c.answer = c.answer[:0]
		for len(message) > 0 {
			message = c.table.Accept(message, c.batch)
			c.table.Count(c.batch)
			c.answer = c.table.Answer(c.batch, c.answer)
		}
		return c.answer, false, nil
	case messageRest:
		c.table.AcceptRest(message)
		return nil, false, nil
	}
	c.read = &read{}
	return nil, true, json.Unmarshal(message, c.read)
}

// Report is the report on all that Take was given, after the last message.
func (c *Counter) Report() (*report.Report, error) {
	return c.opt.report(c.table, c.names, &name.Given{}, c.read)
}

// handOver reads all sources, and has what it finds counted elsewhere.
func (a *analysis) handOver(send Send) error {
	a.stages.send = send
	if err := a.run(); err != nil {
		return err
	}
	message := []byte{}
	a.table.PassRest(func(part []byte) {
		message = append(append(message[:0], messageRest), part...)
		send(message)
	})
	said, err := json.Marshal(a.whatWasRead())
	if err != nil {
		return err
	}
	send(slices.Insert(said, 0, messageEnd))
	return nil
}
