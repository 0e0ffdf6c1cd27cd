package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"heatsink/cli/page"
	"heatsink/core"
	"heatsink/core/report"
)

// execute carries out a plan: checks first, so that nobody waits for nothing,
// then reads, then writes.
func (c *command) execute(p *plan) error {
	began := time.Now()
	inputs, err := c.findInputs(slices.Concat(p.captures, p.names))
	if err != nil {
		return err
	}
	if err := refuseOverwriting(p.out, inputs); err != nil {
		return err
	}
	if err := p.keepKey(); err != nil {
		return err
	}
	stops := newInterrupts(c)
	defer stops.watch()()
	out, err := findOutput(p.out, c.stdout, stops)
	if err != nil {
		return err
	}
	if p.open && out.toStdout() {
		return usagef("--open needs a file to open")
	}
	if p.format == formatHTML {
		if err := c.checkPage(); err != nil {
			return err
		}
	}
	r, err := c.read(p, inputs, stops)
	if err != nil {
		return err
	}
	if !p.quiet {
		c.warn(p, r)
	}
	c.heap.tidy()
	if err := out.write(func(w io.Writer) error { return c.render(w, p, r) }); err != nil {
		return err
	}
	if p.stats {
		c.complain("%s", stats(r, bytesRead(inputs), time.Since(began)))
	}
	return c.conclude(p, out, r)
}

// refuseOverwriting protects captures and names from a slip.
func refuseOverwriting(out string, inputs []*input) error {
	info, err := os.Stat(out)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	for _, in := range inputs {
		if in.info != nil && os.SameFile(info, in.info) {
			return usagef("%s is a file to read: give the output another name with -o", out)
		}
	}
	return nil
}

// read analyses the inputs, the captures and after them the names, with a
// progress bar where somebody can see it.
func (c *command) read(p *plan, inputs []*input, stops *interrupts) (*report.Report, error) {
	sources := make([]core.Input, len(inputs))
	for i, in := range inputs {
		sources[i] = in.forCore(c.stdin, stops.ended)
	}
	if !p.quiet && isTerminal(c.stderr) {
		defer showProgress(c.stderr, inputs)()
	}
	how, err := p.anonymization()
	if err != nil {
		return nil, err
	}
	if len(inputs) > 1 {
		c.heap.grow() // many windows and files of names take memory, too
	}
	n := len(p.captures)
	var r *report.Report
	err = stops.readThrough(p, inputs, func() (err error) {
		r, err = c.analyze(sources[:n], core.Options{
			Title:     p.title,
			Unfolded:  p.unfolded(),
			Names:     sources[n:],
			PortsOnly: p.portsOnly,
			Flows:     p.flows,
			Anonymize: how,
			Grow:      c.heap.grow,
			AllRead:   c.heap.settle,
		})
		return withPath(err, inputs)
	})
	return r, err
}

// withPath names an input in an error as the user did, where no other input
// has the same base name.
func withPath(err error, inputs []*input) error {
	var failed *core.InputError
	if !errors.As(err, &failed) {
		return err
	}
	var path string
	for _, in := range inputs {
		if in.name() != failed.Name || in.path == path {
			continue
		}
		if path != "" {
			return err
		}
		path = in.path
	}
	return &core.InputError{Name: cmp.Or(path, failed.Name), Err: failed.Err}
}

// warn says what the reader of the output should know.
func (c *command) warn(p *plan, r *report.Report) {
	unread := uint64(0)
	for _, capture := range r.Captures {
		switch {
		case capture.Problem == "":
		case capture.Packets+capture.Records == 0 && strings.HasPrefix(capture.Problem, core.ErrInterrupted.Error()):
			unread++ // of a thousand rotated files these can be nearly all
		default:
			read := plural(capture.Packets, "frame")
			if capture.Records > 0 {
				read = plural(capture.Records, "record")
			}
			c.complain("warning: %s: %s; the report holds the %s before it", displayName(capture.Name), capture.Problem, read)
		}
		c.warnOfBadLines(capture)
	}
	if unread > 0 {
		c.complain("warning: interrupted: the report holds nothing of %s that follow", plural(unread, "capture"))
	}
	for _, chosen := range p.missing(r) {
		c.complain("warning: %s", chosen)
	}
	if r.Anonymized && p.format == formatCSV && p.out == "-" {
		c.complain("%s", report.AnonymizedNote) // which fits in no column
	}
	if r.Folded.Memory && p.unfolded() {
		c.complain("warning: more flows than fit in memory: the rows beyond the limit are folded into (other) or their service")
	}
}

// warnOfBadLines says which lines of a file of flow records don't count.
func (c *command) warnOfBadLines(capture report.Capture) {
	const most = 3
	bad := badLines(capture)
	if bad == 0 {
		return
	}
	told := capture.BadLines[:min(most, len(capture.BadLines))]
	more := ""
	if left := bad - uint64(len(told)); left > 0 {
		more = fmt.Sprintf("; and %s more", report.HumanCount(left))
	}
	c.complain("warning: %s: passed over %s that can't be read: %s%s",
		displayName(capture.Name), plural(bad, "line"), strings.Join(told, "; "), more)
}

// badLines is how many lines of a file of flow records could not be read.
func badLines(capture report.Capture) uint64 {
	if len(capture.BadLines) == 0 {
		return 0
	}
	n := uint64(0)
	for _, skipped := range capture.Skipped {
		if skipped.Name == "bad lines" {
			n += skipped.Count
		}
	}
	return n
}

func (c *command) render(w io.Writer, p *plan, r *report.Report) error {
	switch p.format {
	case formatJSON:
		return report.WriteJSON(w, r)
	case formatCSV:
		return report.WriteCSV(w, r, p.rowsBy, p.layerBit)
	case formatNtop:
		return report.WriteNtop(w, r, p.ntop())
	case formatTable:
		_, err := io.WriteString(w, table(r, p.rowsBy, p.layerBit, p.topRows))
		return err
	}
	pack := func(w io.Writer) error { return report.Pack(w, r) }
	return c.writePage(w, page.Content{Report: pack, Summary: report.Summary(r)}, page.Options{NoEngine: p.noEngine})
}

// conclude says what was written and seen, and opens the page.
func (c *command) conclude(p *plan, out *output, r *report.Report) error {
	if !p.quiet && !out.toStdout() {
		text := wrote(out) + summary(r)
		if _, err := io.WriteString(c.stdout, text); err != nil {
			return stdoutError(err)
		}
	}
	if p.open {
		if err := c.open(out.path); err != nil && !p.quiet {
			c.complain("warning: %s is written, but can't be opened in the browser: %s", out.path, reason(err))
		}
	}
	cut := func(capture report.Capture) bool { return capture.Problem != "" || badLines(capture) > 0 }
	if p.strict && slices.ContainsFunc(r.Captures, cut) {
		return errCut
	}
	return nil
}

func wrote(out *output) string {
	size := ""
	if info, err := os.Stat(out.path); err == nil && info.Mode().IsRegular() {
		size = fmt.Sprintf(" (%s)", report.HumanBytes(uint64(info.Size())))
	}
	return "wrote " + plain(filepath.Clean(out.path)) + size + "\n"
}
