package report

// Limits says how much of the tables a report keeps; the rest is folded. A
// zero field means no limit.
type Limits struct {
	Hosts    int // the largest by bytes
	Services int // the largest by bytes; rows against HostOther come on top
	Flows    int // the largest by bytes
	Buckets  int // in the timeline, over all services; they widen until they fit
}

// DefaultLimits keep the page's data below 4 MB whatever the capture.
var DefaultLimits = Limits{Hosts: 10_000, Services: 30_000, Flows: 10_000, Buckets: 150_000}
