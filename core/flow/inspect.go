package flow

import (
	"heatsink/core/app"
	"heatsink/core/packet"
)

// A flow's service is known once its application is. What the flow has for
// time buckets until then waits in shares.

// share is what one time bucket gets from a flow. Index 0 is the client's.
type share struct {
	time    int64 // within the bucket, in nanoseconds since the Unix epoch
	packets [2]uint32
	bytes   [2]uint32
	next    uint32 // the flow's share before this one, or 0
	nth     uint16 // how many of the flow's stand before it
	kind    Kind
}

const (
	// maxFlowShares is how many buckets' shares of one flow can wait; a flow
	// that still hasn't said what it speaks is named by its ports.
	maxFlowShares = 64
	// maxShares is how many can wait in all: 8 MiB.
	maxShares = 1 << 18
)

// shares keeps what waits. Number 0 is never used.
type shares struct {
	list store[share]
	free uint32
}

// wait keeps a share of an unsettled flow, if the limits allow it.
func (w *shares) wait(f *Flow, s share) bool {
	s.next = f.Service
	if s.next != 0 {
		s.nth = w.list.at(s.next).nth + 1
	}
	if s.nth >= maxFlowShares || w.free == 0 && w.list.len >= maxShares {
		return false
	}
	n := w.free
	if n == 0 {
		if w.list.len == 0 {
			w.list.add()
		}
		n = w.list.add()
	} else {
		w.free = w.list.at(n).next
	}
	*w.list.at(n) = s
	f.Service = n
	return true
}

// settle gives a flow its service, and the service what has waited for it.
func (t *Table) settle(f *Flow, a Application) {
	waiting := f.Service
	f.Service = t.service(f, a)
	f.state |= settled
	sv := t.services.at(f.Service)
	sv.Flows++
	if f.Client == sv.A {
		sv.FlowsFromA++
	}
	for waiting != 0 {
		s := t.shares.list.at(waiting)
		t.give(f, s)
		waiting, s.next, t.shares.free = s.next, t.shares.free, waiting
	}
}

// inspect looks at a payload of flow n.
func (t *Table) inspect(n uint32, f *Flow, dir int, h *packet.Header, time int64) {
	t.peek = app.Peek{
		Transport: f.Protocol,
		Client:    h.Src, Server: h.Dst, ClientPort: f.ClientPort, ServerPort: f.ServerPort,
		FromClient: dir == 0,
		Data:       h.Payload, Length: int(h.PayloadLen), Time: time,
	}
	if dir == 1 {
		t.peek.Client, t.peek.Server = h.Dst, h.Src
	}
	next, id := t.inspector.Inspect(f.inspection, n, &t.peek, h.Seq)
	f.inspection = next
	if f.state&settled != 0 {
		return
	}
	if id != 0 {
		t.settle(f, Application{Name: id.Name()})
	} else if next == app.Done {
		t.settle(f, byPort(f))
	}
}

// gaveUp ends the inspection of flow n, which seems to speak likeliest.
func (t *Table) gaveUp(n uint32, likeliest app.ID) {
	f := t.flows.at(n)
	f.inspection = app.Done
	if f.state&settled != 0 {
		return
	}
	if likeliest != 0 {
		t.settle(f, Application{Name: likeliest.Name()})
	} else {
		t.settle(f, byPort(f))
	}
}

// byPort is how a flow's ports name it.
func byPort(f *Flow) Application {
	name, byPort := app.ByPort(f.Protocol, f.ServerPort, f.ClientPort)
	return Application{name, byPort}
}
