package report

// Limits says how much of the tables a report keeps; the rest is folded. A
// zero field means no limit.
type Limits struct {
	Hosts    int // the largest by bytes
	Services int // the largest by bytes; rows against HostOther come on top
	Flows    int // the largest by bytes
	// Buckets bounds the timeline's entries. Where services are many and busy
	// all the time, those beyond the first FewServices are folded rather than
	// that the timeline falls below fineBuckets; then buckets widen until they fit.
	Buckets int
	// Names bounds the hosts' names, in bytes. Each host keeps one before any
	// keeps two, and what the user gave comes first.
	Names int
}

const (
	// FewServices is how many services a report keeps whatever their buckets need.
	FewServices = 5_000
	// fineBuckets is the resolution that is worth more than small services' own rows.
	fineBuckets = 128
)

// DefaultLimits keep the page's data below 4 MB whatever the capture.
var DefaultLimits = Limits{Hosts: 10_000, Services: 30_000, Flows: 10_000, Buckets: 200_000, Names: 384 << 10}
