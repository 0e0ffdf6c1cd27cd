package report

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"
)

// NtopOptions chooses what WriteNtop writes.
type NtopOptions struct {
	Layer int // LayerOuter or LayerInner
	// MaxHosts is how many hosts have a node of their own, the largest by
	// bytes; 0 is all.
	MaxHosts int
	// Transports and Applications are the names of those that count, in any
	// case; none: all.
	Transports, Applications []string
}

// Ntop is the document that WriteNtop writes: who sends how much to whom, as
// the ntop plugin draws it.
type Ntop struct {
	Nodes []NtopNode `json:"nodes"`
	Links []NtopLink `json:"links"`
	Meta  NtopMeta   `json:"meta"`
}

// NtopNode is a host, or all those beyond MaxHosts. Nodes stand by bytes,
// falling; the one for the others comes last.
type NtopNode struct {
	Name    string `json:"name"`    // the likeliest name, else the address; "Other"
	Address string `json:"address"` // as in Hosts; empty for the others
	Bytes   uint64 `json:"bytes"`   // sent and received
	Other   bool   `json:"other"`
}

// Directions of a link, in the words of ntop's lines.
const (
	DirectionIn  = "in"  // from who opened the flows to who was addressed
	DirectionOut = "out" // the answer
)

// NtopLink is what one host sent to another in one direction. Links stand by
// weight, falling, and none is 0; together they weigh what Meta says.
type NtopLink struct {
	Source    int    `json:"source"` // index of the node that sent
	Target    int    `json:"target"` // index of the node that received
	Weight    uint64 `json:"weight"`
	Direction string `json:"direction"`
}

// NtopMeta says what the nodes and links are.
type NtopMeta struct {
	MaxHosts   int           `json:"max_hosts"` // 0: no maximum
	OtherHosts uint64        `json:"other_hosts"`
	Unit       string        `json:"unit"`                 // of weights: "bytes"
	Total      uint64        `json:"total"`                // of all weights
	Anonymized bool          `json:"anonymized,omitempty"` // names and addresses are pseudonyms
	Layer4     NtopProtocols `json:"layer4"`
	Layer7     NtopProtocols `json:"layer7"`
}

// NtopProtocols lists protocols by name.
type NtopProtocols struct {
	Present []string `json:"present"` // in the report
	Chosen  []string `json:"chosen"`  // in the links
}

// WriteNtop writes a layer as the ntop plugin's JSON, one line. The report should be unfolded, else small hosts are in Other
// already.
func WriteNtop(w io.Writer, r *Report, opt NtopOptions) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(NtopOf(r, opt))
}

// NtopOf makes the document.
func NtopOf(r *Report, opt NtopOptions) *Ntop {
	n := &Ntop{Nodes: []NtopNode{}, Links: []NtopLink{}, Meta: NtopMeta{MaxHosts: opt.MaxHosts, Unit: "bytes", Anonymized: r.Anonymized}}
	of := func(transport, application int) bool {
		return includes(opt.Transports, r.Transports[transport]) && includes(opt.Applications, r.Applications[application].Name)
	}
	present := ServiceRows(r, opt.Layer)
	services := chosen(present, func(s ServiceRow) bool { return of(s.Transport, s.Application) })
	flows := chosen(FlowRows(r, opt.Layer), func(f FlowRow) bool { return of(f.Transport, f.Application) })

	transport := func(s ServiceRow) string { return r.Transports[s.Transport] }
	application := func(s ServiceRow) string { return r.Applications[s.Application].Name }
	n.Meta.Layer4 = NtopProtocols{namesOf(present, transport), namesOf(services, transport)}
	n.Meta.Layer7 = NtopProtocols{namesOf(present, application), namesOf(services, application)}
	nodes := n.addNodes(r, services, opt.MaxHosts)
	n.addLinks(sent(r, services, flows), nodes)
	return n
}

// includes reports whether a name is among those chosen; without any, all are.
func includes(names []string, name string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

func chosen[R any](rows []R, of func(R) bool) []R {
	return slices.DeleteFunc(slices.Clone(rows), func(row R) bool { return !of(row) })
}

func namesOf(services []ServiceRow, name func(ServiceRow) string) []string {
	seen := map[string]bool{}
	names := []string{}
	for _, s := range services {
		if !seen[name(s)] {
			seen[name(s)] = true
			names = append(names, name(s))
		}
	}
	slices.Sort(names)
	return names
}

// addNodes adds a node for each of the largest hosts and one for the others,
// and returns each host's node.
func (n *Ntop) addNodes(r *Report, services []ServiceRow, most int) map[int]int {
	bytes := map[int]uint64{}
	for _, s := range services {
		bytes[s.A] += s.Bytes()
		if s.B != s.A {
			bytes[s.B] += s.Bytes()
		}
	}
	order := make([]int, 0, len(bytes))
	for host := range bytes {
		order = append(order, host)
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Or(cmp.Compare(bytes[y], bytes[x]), cmp.Compare(x, y)) })
	nodes := map[int]int{}
	other := NtopNode{Name: "Other", Other: true}
	var others []int
	for _, host := range order {
		if r.Hosts.Flags[host]&HostOther != 0 || most > 0 && len(n.Nodes) == most {
			others = append(others, host)
			continue
		}
		nodes[host] = len(n.Nodes)
		address := r.Hosts.Address[host]
		n.Nodes = append(n.Nodes, NtopNode{Name: cmp.Or(r.Hosts.Name(host), address), Address: address, Bytes: bytes[host]})
	}
	for _, host := range others {
		nodes[host] = len(n.Nodes)
		if r.Hosts.Flags[host]&HostOther != 0 {
			n.Meta.OtherHosts += r.Folded.Hosts
		} else {
			n.Meta.OtherHosts++
		}
	}
	if len(others) == 0 {
		return nodes
	}
	for _, s := range services {
		if nodes[s.A] == len(n.Nodes) || nodes[s.B] == len(n.Nodes) {
			other.Bytes += s.Bytes()
		}
	}
	n.Nodes = append(n.Nodes, other)
	return nodes
}

// addLinks adds the links between nodes.
func (n *Ntop) addLinks(sent []NtopLink, nodes map[int]int) {
	weights := map[NtopLink]uint64{} // by all but their weight
	for _, l := range sent {
		n.Meta.Total += l.Weight
		weights[NtopLink{Source: nodes[l.Source], Target: nodes[l.Target], Direction: l.Direction}] += l.Weight
	}
	for l, weight := range weights {
		if l.Weight = weight; weight > 0 {
			n.Links = append(n.Links, l)
		}
	}
	slices.SortFunc(n.Links, func(x, y NtopLink) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Source, y.Source),
			cmp.Compare(x.Target, y.Target), cmp.Compare(x.Direction, y.Direction))
	})
}

// sent is what went each way between hosts: of each flow, or, where a report
// doesn't have them all, of each service, as if all of its flows were opened
// by who opened most.
func sent(r *Report, services []ServiceRow, flows []FlowRow) []NtopLink {
	var links []NtopLink
	add := func(client, server int, up, down uint64) {
		links = append(links, NtopLink{client, server, up, DirectionIn}, NtopLink{server, client, down, DirectionOut})
	}
	if r.Folded.Flows == 0 && !r.Folded.Memory {
		for _, f := range flows {
			add(f.Client, f.Server, f.There.Bytes, f.Back.Bytes)
		}
		return links
	}
	for _, s := range services {
		if s.FlowsFromA < s.Flows-s.FlowsFromA {
			add(s.B, s.A, s.Back.Bytes, s.There.Bytes)
		} else {
			add(s.A, s.B, s.There.Bytes, s.Back.Bytes)
		}
	}
	return links
}
