package name

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"heatsink/core/packet"
)

// thing is what names files in JSON consist of: containers and networks as
// `docker inspect` prints them, pods, services and nodes of Kubernetes. A
// thing has the fields of its own kind.
type thing struct {
	Name            string
	NetworkSettings struct {
		endpoint
		Networks map[string]endpoint
	}
	Containers map[string]struct { // of a network
		Name                                 string
		MacAddress, IPv4Address, IPv6Address string
	}

	Kind     string
	Metadata struct{ Name, Namespace string }
	Spec     struct {
		HostNetwork             bool
		ClusterIP               string
		ClusterIPs, ExternalIPs []string
	}
	Status struct {
		Phase        string
		PodIP        string
		PodIPs       []struct{ IP string }
		Addresses    []struct{ Type, Address string } // of a node
		LoadBalancer struct {
			Ingress []struct{ IP string }
		}
	}
}

type endpoint struct {
	IPAddress, GlobalIPv6Address, MacAddress string
}

// json reads the output of `docker inspect` or `kubectl get -o json`: an array
// of things, a list with items, or one thing.
func (f *file) json(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	known, err := f.document(d)
	f.entries = append(f.entries, f.last...)
	if err != nil {
		return fmt.Errorf("line %d: %w", lineOf(data, d, err), err)
	}
	if !known {
		return errors.New("is JSON, but of neither `docker inspect` nor `kubectl get pods,services -A -o json`")
	}
	return nil
}

// lineOf is the line of a file where decoding failed.
func lineOf(data []byte, d *json.Decoder, err error) int {
	at := d.InputOffset()
	var bad *json.SyntaxError
	if errors.As(err, &bad) {
		at = max(at, bad.Offset)
	} else if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		at = int64(len(data))
	}
	return bytes.Count(data[:min(at, int64(len(data)))], []byte("\n")) + 1
}

// document reads the whole file and reports whether anything in it is known.
func (f *file) document(d *json.Decoder) (known bool, err error) {
	begin, err := d.Token()
	if err != nil {
		return false, err
	}
	if begin == json.Delim('[') {
		return f.things(d)
	}
	var one thing
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return known, err
		}
		if key == "items" {
			if _, err := d.Token(); err != nil {
				return known, err
			}
			if known, err = f.things(d); err != nil {
				return known, err
			}
			known = true // a list may be empty
			continue
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return known, err
		}
		field := fmt.Appendf(nil, "{%q:%s}", key, value)
		if err := ignoreTypes(json.Unmarshal(field, &one)); err != nil {
			return known, err
		}
	}
	if _, err := d.Token(); err != nil {
		return known, err
	}
	own, err := f.thing(&one)
	return known || own, err
}

// things reads the elements of an array up to its end.
func (f *file) things(d *json.Decoder) (known bool, err error) {
	for d.More() {
		var one thing
		if err := ignoreTypes(d.Decode(&one)); err != nil {
			return known, err
		}
		own, err := f.thing(&one)
		if err != nil {
			return known, err
		}
		known = known || own
	}
	_, err = d.Token()
	return known, err
}

// ignoreTypes passes over fields that are of another kind than ours of the
// same name; the others have been read.
func ignoreTypes(err error) error {
	var other *json.UnmarshalTypeError
	if errors.As(err, &other) {
		return nil
	}
	return err
}

func (f *file) thing(t *thing) (known bool, err error) {
	switch t.Kind {
	case "Pod":
		return true, f.pod(t)
	case "Service":
		addresses := append([]string{t.Spec.ClusterIP}, t.Spec.ClusterIPs...)
		addresses = append(addresses, t.Spec.ExternalIPs...)
		for _, in := range t.Status.LoadBalancer.Ingress {
			addresses = append(addresses, in.IP)
		}
		return true, f.addAll(t.Metadata.Namespace+"/"+t.Metadata.Name, Kubernetes, addresses...)
	case "Node":
		for _, a := range t.Status.Addresses {
			if err := f.addAll(t.Metadata.Name, Kubernetes, a.Address); err != nil {
				return true, err
			}
		}
		return true, nil
	case "":
		return f.docker(t)
	}
	return false, nil
}

// pod names a pod's addresses. One on its host's network has none of its own,
// and one that ended may have had an address that is another's by now.
func (f *file) pod(t *thing) error {
	if t.Spec.HostNetwork {
		return nil
	}
	addresses := []string{t.Status.PodIP}
	for _, ip := range t.Status.PodIPs {
		addresses = append(addresses, ip.IP)
	}
	before := len(f.entries)
	err := f.addAll(t.Metadata.Namespace+"/"+t.Metadata.Name, Kubernetes, addresses...)
	if t.Status.Phase == "Succeeded" || t.Status.Phase == "Failed" {
		f.last = append(f.last, f.entries[before:]...)
		f.entries = f.entries[:before]
	}
	return err
}

// docker names the addresses of a container, or of all containers in a network.
func (f *file) docker(t *thing) (known bool, err error) {
	s := &t.NetworkSettings
	ends := []endpoint{s.endpoint}
	for _, network := range slices.Sorted(maps.Keys(s.Networks)) {
		ends = append(ends, s.Networks[network])
	}
	for _, e := range ends {
		if err := f.addAll(strings.TrimPrefix(t.Name, "/"), Docker, e.IPAddress, e.GlobalIPv6Address, e.MacAddress); err != nil {
			return true, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.Containers)) {
		c := t.Containers[id]
		if err := f.addAll(c.Name, Docker, c.IPv4Address, c.IPv6Address, c.MacAddress); err != nil {
			return true, err
		}
	}
	return t.Name != "" && (s.Networks != nil || t.Containers != nil), nil
}

// addAll names addresses, of which any may be missing, "None", or followed by
// the length of their network's prefix.
func (f *file) addAll(called string, source Source, addresses ...string) error {
	var done []packet.Addr
	for _, text := range addresses {
		text, _, _ = strings.Cut(text, "/")
		addr, ok := packet.ParseAddr(text)
		if !ok || slices.Contains(done, addr) {
			continue
		}
		done = append(done, addr)
		if err := f.add(addr, called, source); err != nil {
			return err
		}
	}
	return nil
}
