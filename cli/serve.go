package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"heatsink/cli/page"
	"heatsink/core/report"
)

// defaultListen is reached from this machine alone.
const defaultListen = "127.0.0.1:8090"

const serveHelp = `heatsink serve shows the page in the browser: with captures their report, without
any the empty page, for dropping captures on. It serves that page and nothing
else, takes nothing in, and is reached from this machine alone unless --listen
says otherwise. Ctrl-C ends it.

Usage:
  heatsink serve [CAPTURE...] [flags]

Flags:
`

// serveCommand is heatsink serve.
func (c *command) serveCommand() *cobra.Command {
	var f flags
	var listen string
	serve := &cobra.Command{
		Use:   "serve [CAPTURE...]",
		Short: "serve the page, for dropping captures on, or captures' report",
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, captures []string) error {
			f.format = formatHTML
			if err := f.checkPrivacy(cmd.Flags().Changed); err != nil {
				return err
			}
			return c.serve(&plan{flags: f, captures: captures, layerBit: report.LayerInner}, listen)
		},
	}
	s := serve.Flags()
	s.SortFlags = false
	s.StringVar(&listen, "listen", defaultListen, "listen on this `ADDRESS:PORT`; port 0 is any free one")
	s.StringArrayVar(&f.names, "names", nil, "names of hosts from `FILE`, as without serve")
	s.StringVar(&f.title, "title", "", "`TEXT` above the report")
	s.AddFlagSet(f.privacy())
	s.BoolVar(&f.portsOnly, "ports-only", false, "look into no payload")
	s.BoolVar(&f.open, "open", false, "open the page in the browser")
	s.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but errors and where the page is")
	s.BoolP("help", "h", false, "say all this")
	serve.SetHelpFunc(func(*cobra.Command, []string) {
		io.WriteString(c.stdout, serveHelp+s.FlagUsages())
	})
	return serve
}

// serve makes the page once, and hands it out until it is interrupted.
func (c *command) serve(p *plan, listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return usagef("--listen %s: give an address and a port, as in %s", listen, defaultListen)
	}
	html, err := c.servedPage(p)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return errors.New("can't listen on " + listen + ": " + listenReason(err))
	}
	url := "http://" + l.Addr().String() + "/"
	if _, err := io.WriteString(c.stdout, "serving "+url+" until Ctrl-C\n"); err != nil {
		return stdoutError(errors.Join(err, l.Close()))
	}
	if p.open {
		if err := c.open(url); err != nil && !p.quiet {
			c.complain("warning: %s can't be opened in the browser: %s", url, reason(err))
		}
	}
	server := newServer(servePage(html, page.Policy(html), host))
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// servedPage is the captures' report as a page, or the page without a report.
func (c *command) servedPage(p *plan) ([]byte, error) {
	if err := c.checkPage(); err != nil {
		return nil, err
	}
	var html bytes.Buffer
	if len(p.captures) == 0 {
		if len(p.names) > 0 {
			return nil, usagef("--names needs a capture; drop the file on the page instead")
		}
		err := c.writePage(&html, page.Content{}, page.Options{})
		return html.Bytes(), err
	}
	inputs, err := c.findInputs(slices.Concat(p.captures, p.names))
	if err != nil {
		return nil, err
	}
	stops := newInterrupts(c)
	defer stops.watch()()
	r, err := c.read(p, inputs, stops)
	if err != nil {
		return nil, err
	}
	if !p.quiet {
		c.warn(p, r)
	}
	err = c.render(&html, p, r)
	c.heap.end()
	return html.Bytes(), err
}

// newServer is a server that nobody holds up: it waits seconds, not minutes,
// and reads no more than a request's head.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // bad requests are the sender's affair
	}
}

// servePage answers GET and HEAD of / with the page, and all else with an error.
// listenHost is the host that the user named for listening.
func servePage(html []byte, policy, listenHost string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case !mayAsk(r.Host, listenHost):
			http.Error(w, "this page goes by its address", http.StatusMisdirectedRequest)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "there is only one page, to be read", http.StatusMethodNotAllowed)
		case r.URL.Path != "/":
			http.Error(w, "there is only one page, at /", http.StatusNotFound)
		default:
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Content-Security-Policy", policy+"; frame-ancestors 'none'")
			h.Set("Content-Length", strconv.Itoa(len(html)))
			if r.Method == http.MethodGet {
				w.Write(html)
			}
		}
	})
}

// mayAsk reports whether a request's Host is an address, localhost, or the
// name that the user gave. Another name is one that somebody's DNS points at
// this machine, so that a stranger's page could read what it serves.
func mayAsk(host, listenHost string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	if strings.EqualFold(name, "localhost") || listenHost != "" && strings.EqualFold(name, listenHost) {
		return true
	}
	_, err = netip.ParseAddr(name)
	return err == nil
}

// listenReason is the cause without the address, which stands before it.
func listenReason(err error) string {
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	var call *os.SyscallError
	if errors.As(err, &call) {
		err = call.Err
	}
	return err.Error()
}
