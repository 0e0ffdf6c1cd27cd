package flow

import "heatsink/core/compact"

// service finds or makes the service of a flow that speaks a.
func (t *Table) service(f *Tuple, a Application) uint32 {
	want := serviceOf(f, t.application(a))
	return t.numberService(&want, want.hash())
}

// serviceOf is what the service of a flow is like, with an application's number.
func serviceOf(f *Tuple, application uint32) Service {
	want := Service{
		A: min(f.Client, f.Server), B: max(f.Client, f.Server),
		Protocol: f.Protocol, Layer: f.Layer, ServerPort: f.ServerPort,
		Application: application,
	}
	if want.A == OtherHost {
		want.ServerPort = 0
	}
	return want
}

// numberService finds or makes a service.
func (t *Table) numberService(want *Service, hash uint64) uint32 {
	n, slot, ok := t.findService(want, hash)
	if ok {
		return n
	}
	if int(t.services.Len) >= t.maxServices && want.B != OtherHost {
		t.FoldedServices++
		want.A, want.B, want.ServerPort = OtherHost, OtherHost, 0
		hash = want.hash()
		if n, slot, ok = t.findService(want, hash); ok {
			return n
		}
	}
	n = t.services.Add()
	*t.services.At(n) = *want
	t.serviceIndex.Insert(hash, slot, n)
	return n
}

func (t *Table) findService(want *Service, hash uint64) (n uint32, slot int, ok bool) {
	x := &t.serviceIndex
	for slot = x.Home(hash); ; slot = x.Next(slot) {
		n, tagged, empty := x.See(slot, hash)
		if empty {
			return 0, slot, false
		}
		if tagged && t.services.At(n).is(want) {
			return n, slot, true
		}
	}
}

func (s *Service) is(want *Service) bool {
	return s.A == want.A && s.B == want.B && s.Protocol == want.Protocol &&
		s.Application == want.Application && s.ServerPort == want.ServerPort && s.Layer == want.Layer
}

func (s *Service) hash() uint64 {
	return compact.Hash(uint64(s.A)<<32|uint64(s.B),
		uint64(s.Application)<<40|uint64(s.ServerPort)<<24|uint64(s.Layer)<<22|uint64(s.Protocol))
}

// application interns a name.
func (t *Table) application(a Application) uint32 {
	n, ok := t.applicationIndex[a]
	if !ok {
		n = uint32(len(t.applications))
		t.applications = append(t.applications, a)
		t.applicationIndex[a] = n
	}
	return n
}

// apart is what a service has apart from its flows and buckets.
func (t *Table) apart(service uint32) *apart {
	sv := t.services.At(service)
	if sv.apart == 0 {
		n := t.aparts.Add()
		*t.aparts.At(n) = apart{service: service, times: Never}
		sv.apart = n + 1
	}
	return t.aparts.At(sv.apart - 1)
}
