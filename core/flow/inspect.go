package flow

import (
	"heatsink/core/app"
)

// settle gives a flow its service.
func (t *Table) settle(f Flow, a Application) {
	f.Service = t.service(f.Tuple, a)
	f.state |= settled
	sv := t.services.at(f.Service)
	sv.Flows++
	if f.Client == sv.A {
		sv.FlowsFromA++
	}
	switch {
	case sv.A == sv.B:
		f.state |= looped
	case f.Client != sv.A:
		f.state |= turned
	}
}

// settleByPort names a flow by its ports, and ends its inspection.
func (t *Table) settleByPort(n uint32) {
	if f := t.flow(n); f.state&settled == 0 {
		t.inspector.End(f.inspection)
		f.inspection = app.Done
		t.settle(f, byPort(f.Tuple))
	}
}

// inspect looks at a payload.
func (t *Table) inspect(f Flow, e *found) {
	p := &t.peek
	p.Transport = f.Protocol
	p.Client, p.Server = t.hosts.list.at(uint32(f.Client)), t.hosts.list.at(uint32(f.Server))
	p.ClientPort, p.ServerPort = f.ClientPort, f.ServerPort
	p.FromClient = e.dir == 0
	p.Data, p.Length, p.Time = e.payload, int(e.payloadLen), e.time
	next, id := t.inspector.Inspect(f.inspection, e.flow, p, e.seq)
	f.inspection = next
	if f.state&settled != 0 {
		return
	}
	if id != 0 {
		t.settle(f, Application{Name: id.Name()})
	} else if next == app.Done {
		t.settle(f, byPort(f.Tuple))
	}
}

// gaveUp ends the inspection of flow n, which seems to speak likeliest.
func (t *Table) gaveUp(n uint32, likeliest app.ID) {
	f := t.flow(n)
	f.inspection = app.Done
	if f.state&settled != 0 {
		return
	}
	if likeliest != 0 {
		t.settle(f, Application{Name: likeliest.Name()})
	} else {
		t.settle(f, byPort(f.Tuple))
	}
}

// byPort is how a flow's ports name it.
func byPort(f *Tuple) Application {
	name, byPort := app.ByPort(f.Protocol, f.ServerPort, f.ClientPort)
	return Application{name, byPort}
}
