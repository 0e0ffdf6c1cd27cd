package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"heatsink/core"
	"heatsink/core/report"
)

// Formats of the output.
const (
	formatHTML  = "html"
	formatJSON  = "json"
	formatCSV   = "csv"
	formatTable = "table"
	formatNtop  = "ntop"
)

var (
	formats    = []string{formatHTML, formatJSON, formatCSV, formatTable, formatNtop}
	rowKeys    = []string{string(report.ByHost), string(report.ByConversation), string(report.ByService), string(report.ByFlow)}
	layerNames = []string{"inner", "outer"}
)

// defaultTop is how many rows a table has: what a person reads.
const defaultTop = 25

// flags are the flags as given.
type flags struct {
	out, format, title            string
	by, layer                     string
	topRows                       int
	transports, applications      []string
	noEngine, open, quiet, strict bool
	portsOnly, stats              bool
	flows                         int
	onInterrupt                   string
	names                         []string
	anonymize, keepVendors        bool
	keyFile                       string
}

func (f *flags) output() *pflag.FlagSet {
	s := newFlagSet()
	s.StringVarP(&f.out, "output", "o", "", "write to `FILE`, whose name says the format: .html .json .csv .ntop.json;\n- is standard output\n(default: the first capture's name with .html, in this directory; stdin.html for -)")
	s.StringVarP(&f.format, "format", "f", "", "`FORMAT`: html, json, csv, table or ntop (nodes and links as JSON),\nwhatever the output's name; without -o, all but html go to standard output")
	s.StringVar(&f.title, "title", "", "`TEXT` above the report, for html and json")
	s.BoolVar(&f.noEngine, "no-engine", false, "a smaller page without the analyser: no captures can be dropped on it")
	s.BoolVar(&f.open, "open", false, "open the page in the browser")
	return s
}

func (f *flags) rows() *pflag.FlagSet {
	s := newFlagSet()
	s.StringVar(&f.by, "by", string(report.ByConversation), "`WHAT` a row is: host, conversation, service or flow")
	s.StringVar(&f.layer, "layer", "inner", "`WHICH` IP header names the hosts of a tunnelled frame: inner or outer")
	s.IntVar(&f.topRows, "top", defaultTop, "show the `N` largest rows of a table or hosts of ntop; 0 is all; csv always has all")
	s.StringSliceVar(&f.transports, "transport", nil, "only these layer 4 protocols in ntop: `NAMES` with commas between them")
	s.StringSliceVar(&f.applications, "application", nil, "only these layer 7 protocols in ntop: `NAMES` with commas between them")
	return s
}

func (f *flags) naming() *pflag.FlagSet {
	s := newFlagSet()
	s.StringArrayVar(&f.names, "names", nil, "names of hosts from `FILE`: hosts(5) lines, what docker inspect or\nkubectl get pods,services -A -o json prints, or a CSV of addresses and names;\n- is standard input; may be given again, and the last one counts most")
	return s
}

func (f *flags) privacy() *pflag.FlagSet {
	s := newFlagSet()
	s.BoolVar(&f.anonymize, "anonymize", false, "pseudonyms for all addresses and names, and nothing of what else the capture\nsays of itself; networks and special-purpose addresses stay such")
	s.StringVar(&f.keyFile, "key-file", "", "the same pseudonyms every time: a secret `FILE` of 64 hex digits or 32 bytes,\nas openssl rand -hex 32 makes it (default: a new key, thrown away)")
	s.BoolVar(&f.keepVendors, "keep-vendors", false, "with --anonymize: leave in MAC addresses who made the device")
	return s
}

func (f *flags) more() *pflag.FlagSet {
	s := newFlagSet()
	s.BoolVar(&f.portsOnly, "ports-only", false, "look into no payload: name applications by their ports, and hosts by\nwhat the capture's own records and --names say")
	s.IntVar(&f.flows, "flows", core.DefaultFlows, fmt.Sprintf("keep `N` flows apart, %d at most, of some 300 bytes of memory each; what is\nbeyond them still counts, in the rows of its hosts and applications", core.MaxFlows))
	s.BoolVar(&f.strict, "strict", false, "exit with 3 when a capture was cut short or has lines that can't be read\n(the report is still written)")
	s.StringVar(&f.onInterrupt, "on-interrupt", "", "`WHAT` the first Ctrl-C does while captures are read: report on what was read\nso far, or discard it (default: report for a stream, which can't be read\nagain, else discard)")
	s.BoolVar(&f.stats, "stats", false, "say on standard error what the run took: frames, flows, seconds, MB/s\n(of the files' bytes) and peak memory; also with --quiet")
	s.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but errors")
	s.BoolP("version", "v", false, "say which version this is")
	s.BoolP("help", "h", false, "say all this")
	return s
}

func newFlagSet() *pflag.FlagSet {
	s := pflag.NewFlagSet("", pflag.ContinueOnError)
	s.SortFlags = false
	return s
}

// complete tells the shell what may follow a flag.
func (f *flags) complete(cmd *cobra.Command) {
	fixed := func(flag string, values []string) {
		must(cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)))
	}
	fixed("format", formats)
	fixed("by", rowKeys)
	fixed("layer", layerNames)
	fixed("on-interrupt", []string{interruptReport, interruptDiscard})
	fixed("title", nil)
	fixed("top", nil)
	fixed("transport", nil)
	fixed("application", nil)
	must(cmd.MarkFlagFilename("names"))
	must(cmd.MarkFlagFilename("key-file"))
	must(cmd.MarkFlagFilename("output", "html", "json", "csv"))
}

// must is for errors that only a slip in this file can cause.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// plan is what a run does, checked as far as that goes without looking at files.
type plan struct {
	flags
	captures []string
	rowsBy   report.By
	layerBit int
}

// plan settles format, output and rows, and refuses flags that would be
// without effect.
func (f *flags) plan(cmd *cobra.Command, captures []string) (*plan, error) {
	p := &plan{flags: *f, captures: captures, rowsBy: report.By(f.by), layerBit: report.LayerInner}
	given := cmd.Flags().Changed
	if given("output") && p.out == "" {
		return nil, usagef("-o needs a file name")
	}
	if err := p.settleFormat(); err != nil {
		return nil, err
	}
	switch {
	case !slices.Contains(rowKeys, p.by):
		return nil, usagef("--by %s: there are %s", p.by, strings.Join(rowKeys, ", "))
	case !slices.Contains(layerNames, p.layer):
		return nil, usagef("--layer %s: there are %s", p.layer, strings.Join(layerNames, ", "))
	case given("on-interrupt") && p.onInterrupt != interruptReport && p.onInterrupt != interruptDiscard:
		return nil, usagef("--on-interrupt %s: there are %s, %s", p.onInterrupt, interruptReport, interruptDiscard)
	case p.flows < 1 || p.flows > core.MaxFlows:
		return nil, usagef("--flows %d: give a number from 1 to %d", p.flows, core.MaxFlows)
	case p.topRows < 0:
		return nil, usagef("--top %d: give a number of rows, or 0 for all", p.topRows)
	}
	if p.layer == "outer" {
		p.layerBit = report.LayerOuter
	}
	effect := []struct {
		flag  string
		given bool
		on    []string
	}{
		{"--by", given("by"), []string{formatCSV, formatTable}},
		{"--layer", given("layer"), []string{formatCSV, formatTable, formatNtop}},
		{"--top", given("top"), []string{formatTable, formatNtop}},
		{"--transport", given("transport"), []string{formatNtop}},
		{"--application", given("application"), []string{formatNtop}},
		{"--title", given("title"), []string{formatHTML, formatJSON}},
		{"--no-engine", p.noEngine, []string{formatHTML}},
		{"--open", p.open, []string{formatHTML}},
	}
	for _, e := range effect {
		if e.given && !slices.Contains(e.on, p.format) {
			return nil, usagef("%s is for %s; the output is %s", e.flag, listed(e.on), p.format)
		}
	}
	if err := p.checkPrivacy(given); err != nil {
		return nil, err
	}
	if slices.Contains(p.names, "") {
		return nil, usagef("--names needs a file name")
	}
	p.settleOutput()
	return p, nil
}

// checkPrivacy refuses what would look anonymised and not be.
func (f *flags) checkPrivacy(given func(flag string) bool) error {
	switch {
	case given("key-file") && f.keyFile == "":
		return usagef("--key-file needs a file name")
	case given("key-file") && !f.anonymize:
		return usagef("--key-file is for --anonymize")
	case f.keepVendors && !f.anonymize:
		return usagef("--keep-vendors is for --anonymize")
	}
	return nil
}

// listed puts commas between words, and "and" before the last.
func listed(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// settleFormat takes --format, else the output's name, else html.
func (p *plan) settleFormat() error {
	if p.format != "" {
		if !slices.Contains(formats, p.format) {
			return usagef("--format %s: there are %s", p.format, strings.Join(formats, ", "))
		}
		return nil
	}
	switch ext := strings.ToLower(filepath.Ext(p.out)); {
	case p.out == "", p.out == "-", ext == ".html", ext == ".htm":
		p.format = formatHTML
	case strings.HasSuffix(strings.ToLower(p.out), ".ntop.json"):
		p.format = formatNtop
	case ext == ".json":
		p.format = formatJSON
	case ext == ".csv":
		p.format = formatCSV
	default:
		return usagef("-o %s: can't tell the format from this name; end it with .html, .json or .csv, or add --format", p.out)
	}
	return nil
}

// unfolded says that the output wants every host and flow, however small.
func (p *plan) unfolded() bool {
	return p.format == formatCSV || p.format == formatTable || p.format == formatNtop
}

func (p *plan) ntop() report.NtopOptions {
	return report.NtopOptions{Layer: p.layerBit, MaxHosts: p.topRows, Transports: p.transports, Applications: p.applications}
}

// missing says which of the chosen protocols the report doesn't have.
func (p *plan) missing(r *report.Report) []string {
	applications := make([]string, len(r.Applications))
	for i, a := range r.Applications {
		applications[i] = a.Name
	}
	var missing []string
	for _, c := range []struct {
		what          string
		chosen, known []string
	}{{"transport", p.transports, r.Transports}, {"application", p.applications, applications}} {
		for _, name := range c.chosen {
			if !slices.ContainsFunc(c.known, func(known string) bool { return strings.EqualFold(known, name) }) {
				missing = append(missing, fmt.Sprintf("there is no %s %q in it", c.what, name))
			}
		}
	}
	return missing
}

// settleOutput names the page that nobody named. An anonymised one stands beside
// the report for those who may see everything, not in its place.
func (p *plan) settleOutput() {
	if p.out != "" {
		return
	}
	if p.format != formatHTML {
		p.out = "-"
		return
	}
	name := "stdin"
	if p.captures[0] != stdinName {
		name = stem(filepath.Base(p.captures[0]))
	}
	if p.anonymize {
		name += "-anonymized"
	}
	p.out = name + ".html"
}

// stem is a capture's name without what says capture or compression.
func stem(name string) string {
	for _, suffixes := range [][]string{
		{".gz", ".zst", ".zstd", ".lz4"},
		{".pcap", ".pcapng", ".cap", ".dmp", ".dump", ".ntar", ".txt"},
	} {
		ext := filepath.Ext(name)
		if slices.Contains(suffixes, strings.ToLower(ext)) && len(ext) < len(name) {
			name = strings.TrimSuffix(name, ext)
		}
	}
	return name
}
