package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// version is set by the build: -ldflags "-X heatsink/cli.version=v1.2.3".
var version = ""

const synopsis = `heatsink turns packet captures into one HTML file that shows who talks to whom.`

const usageLines = `Usage:
  heatsink CAPTURE... [flags]
  heatsink serve [CAPTURE...]                    the page in the browser (serve -h)
  heatsink completion bash|zsh|fish|powershell
`

const examples = `Examples:
  heatsink capture.pcapng                        write capture.html here
  heatsink a.pcap b.pcap.gz -o report.html       several files, one report
  tcpdump -w - | heatsink - -o live.html         a stream
  heatsink capture.pcap --format table           who talks to whom, here
  heatsink capture.pcap -o flows.csv --by flow   every flow, for a spreadsheet
  heatsink capture.pcap --names /etc/hosts       with names of your own
  heatsink capture.pcap --anonymize              for those who must not see everything
  heatsink flows.txt --format ntop --top 50      flow records in, nodes and links out
`

const inputHelp = `Captures are pcap or pcapng, plain or in gzip, zstd or lz4, recognised by their
content; - is standard input. Several are read in time order. In place of one,
or beside them, may stand flow records, a line each as the ntop plugin has them:
  source | destination | bytes in | bytes out | layer 4 | layer 7
In is what the source sent, out what came back; hosts may be names.
`

const exitHelp = `Exit code: 0 done, 1 failed, 2 wrong usage, 3 --strict and a capture was not read whole,
128 + n ended by signal n: 130 by Ctrl-C.
`

// root is the command with its flags.
func (c *command) root() *cobra.Command {
	var f flags
	sections := []section{{"Output", f.output()}, {"Rows of csv and table, hosts of ntop", f.rows()}, {"Names", f.naming()}, {"Privacy", f.privacy()}, {"More", f.more()}}
	root := &cobra.Command{
		Use:               "heatsink CAPTURE...",
		Short:             synopsis,
		Args:              cobra.ArbitraryArgs,
		Version:           versionLine(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
		// Captures have any name or none: every file is offered.
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.noCaptures()
			}
			p, err := f.plan(cmd, args)
			if err != nil {
				return err
			}
			return c.execute(p)
		},
	}
	root.SetIn(c.stdin)
	root.SetOut(c.stdout)
	root.SetErr(c.stderr)
	root.SetVersionTemplate("{{.Version}}\n")
	root.Flags().SortFlags = false
	for _, s := range sections {
		root.Flags().AddFlagSet(s.flags)
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return usagef("%s (heatsink -h lists the flags)", err)
	})
	help := &cobra.Command{Use: "help", Hidden: true, Run: func(*cobra.Command, []string) {
		fmt.Fprint(c.stdout, helpText(sections))
	}}
	root.AddCommand(help, c.serveCommand())
	root.SetHelpCommand(help)
	defaultHelp := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if cmd != root {
			defaultHelp(cmd, args)
			return
		}
		fmt.Fprint(c.stdout, helpText(sections))
	})
	f.complete(root)
	return root
}

// section is a group of flags under one heading of the help.
type section struct {
	title string
	flags *pflag.FlagSet
}

func helpText(sections []section) string {
	var b strings.Builder
	b.WriteString(synopsis + "\n\n" + usageLines + "\n" + examples + "\n" + inputHelp)
	for _, s := range sections {
		b.WriteString("\n" + s.title + ":\n" + strings.ReplaceAll(s.flags.FlagUsages(), `"`, ""))
	}
	b.WriteString("\n" + exitHelp)
	return b.String()
}

// noCaptures answers a call without arguments.
func (c *command) noCaptures() error {
	if !isTerminal(c.stdin) {
		return usagef("no capture given; for standard input, name it: heatsink -")
	}
	fmt.Fprintf(c.stderr, "%s\n\n%s\n%s\n", synopsis, usageLines, examples)
	return usagef("no capture given (heatsink -h tells more)")
}

// versionLine is heatsink's version and what built it.
func versionLine() string {
	v := version
	if v == "" {
		v = "(unversioned build)"
		if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
			v = info.Main.Version
		}
	}
	return fmt.Sprintf("heatsink %s %s %s/%s", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
