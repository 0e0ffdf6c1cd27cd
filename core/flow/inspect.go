package flow

import "heatsink/core/app"

// settle gives a flow its service.
func (t *Table) settle(f Flow, a Application) {
	t.settleIn(f.Tuple, f.Account, t.service(f.Tuple, a))
}

// settleIn gives a flow that has none yet a service.
func (t *Table) settleIn(who *Tuple, f *Account, service uint32) {
	f.Service = service
	f.state |= settled
	sv := t.services.At(service)
	sv.Flows++
	if who.Client == sv.A {
		sv.FlowsFromA++
	}
	switch {
	case sv.A == sv.B:
		f.state |= looped
	case who.Client != sv.A:
		f.state |= turned
	}
}

// named is a flow whose application is known, by a payload or, where that is
// 0, by its ports.
type named struct {
	flow uint32
	id   app.ID
}

// name has flow n settled with the others of which that is due. What was said
// of a flow first counts.
func (t *Table) name(n uint32, id app.ID) {
	t.due = append(t.due, named{n, id})
	if len(t.due) == cap(t.due) {
		t.settleDue()
	}
}

// settleDue settles the flows that were named, in that order. Nearly each of
// the steps needs memory that isn't in a cache, so all take them together.
func (t *Table) settleDue() {
	if len(t.due) == 0 {
		return
	}
	var want [BlockSize]Service
	var hashes [BlockSize]uint64
	warmed := t.warmed
	for _, d := range t.due {
		warmed += uint64(t.tuples.At(d.flow).Client) + uint64(t.accounts.At(d.flow).state)
	}
	n := 0
	for _, d := range t.due {
		f, a := t.tuples.At(d.flow), t.accounts.At(d.flow)
		if a.state&settled != 0 {
			continue
		}
		a.state |= settled
		want[n] = serviceOf(f, t.applicationOf(f, d.id))
		hashes[n] = want[n].hash()
		t.due[n] = d
		n++
	}
	for _, hash := range hashes[:n] { // with so little between them more are under way at once
		warmed += t.serviceIndex.Touch(hash)
	}
	t.warmed = warmed
	for i, d := range t.due[:n] {
		t.settleIn(t.tuples.At(d.flow), &t.accounts.At(d.flow).Account, t.numberService(&want[i], hashes[i]))
	}
	t.due = t.due[:0]
}

// applicationOf is the number of a flow's application.
func (t *Table) applicationOf(f *Tuple, id app.ID) uint32 {
	word, known := app.Word(id), &t.byPayload
	if id == 0 {
		word, known = app.PortWord(f.Protocol, f.ServerPort, f.ClientPort), &t.byPort
	}
	if word == 0 {
		return t.application(byPort(f))
	}
	if *known == nil {
		*known = make([]uint32, app.Words())
	}
	n := &(*known)[word]
	if *n == 0 {
		*n = 1 + t.application(Application{word.Name(), id == 0})
	}
	return *n - 1
}

// approachPayloads asks for what looking into payloads needs of their flows.
func (t *Table) approachPayloads(frames []found) (warmed uint64) {
	fresh := 0
	for i := range frames {
		e := &frames[i]
		if len(e.payload) == 0 || e.flow == noFlow {
			continue
		}
		h := app.Handle(0)
		if e.flow < t.accounts.Len {
			h = t.accounts.At(e.flow).inspection
		}
		if h != app.Done {
			warmed += t.inspector.Touch(h, fresh)
		}
		if h == 0 {
			fresh++
		}
	}
	return warmed
}

// inspect looks at a payload.
func (t *Table) inspect(f *Tuple, a *counting, e *found) {
	p := &t.peek
	p.Transport = f.Protocol
	p.Client, p.Server = uint32(f.Client), uint32(f.Server)
	p.ClientPort, p.ServerPort = f.ClientPort, f.ServerPort
	p.FromClient = e.dir == 0
	p.Data, p.Length, p.Time = e.payload, int(e.payloadLen), e.time
	next, id := t.inspector.Inspect(a.inspection, e.flow, p, e.seq)
	a.inspection = next
	if a.state&settled == 0 && (id != 0 || next == app.Done) {
		t.name(e.flow, id)
	}
}

// nameByPort names a flow by its ports, and ends its inspection.
func (t *Table) nameByPort(n uint32) {
	if a := t.accounts.At(n); a.state&settled == 0 {
		t.inspector.End(a.inspection)
		t.gaveUp(n, 0)
	}
}

// gaveUp ends the inspection of flow n, which seems to speak likeliest.
func (t *Table) gaveUp(n uint32, likeliest app.ID) {
	t.accounts.At(n).inspection = app.Done
	t.name(n, likeliest)
}

// settleRest gives all flows a service that have none yet.
func (t *Table) settleRest() {
	for i := range t.accounts.Len {
		if f := t.accounts.At(i); f.state&settled == 0 {
			t.gaveUp(i, t.inspector.End(f.inspection))
		}
	}
	t.settleDue()
}

// byPort is how a flow's ports name it.
func byPort(f *Tuple) Application {
	name, byPort := app.ByPort(f.Protocol, f.ServerPort, f.ClientPort)
	return Application{name, byPort}
}
