package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// platforms is what the command is built for, as in the Makefile.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// part is a module or package by others that is shipped.
type part struct {
	Name, Version string
	URL           string // package URL: https://github.com/package-url/purl-spec
	Hash          string // SHA-512 of an npm package in hexadecimal
	Sum           string // of a Go module, as in go.sum
	InPage        bool
	Texts         []string // its licences
}

// shipped is what the page is made of, with all also what the command is, by
// name. Go's own library is a part like any other.
func shipped(all bool) ([]*part, error) {
	found := map[string]*part{}
	if err := goParts(found, "js/wasm", "./wasm", true); err != nil {
		return nil, err
	}
	if err := npmParts(found); err != nil {
		return nil, err
	}
	if all {
		for _, platform := range platforms {
			if err := goParts(found, platform, "./cli/heatsink", false); err != nil {
				return nil, err
			}
		}
	}
	var parts []*part
	for _, p := range found {
		if len(p.Texts) == 0 {
			return nil, fmt.Errorf("%s has no licence", p.Name)
		}
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(x, y *part) int { return strings.Compare(x.Name, y.Name) })
	return parts, nil
}

// goParts adds the modules of which a platform's build has packages.
func goParts(found map[string]*part, platform, target string, page bool) error {
	system, machine, _ := strings.Cut(platform, "/")
	const format = `{{if .Standard}}{{else if .Module.Main}}{{else}}{{.Dir}}	{{.Module.Path}}	{{.Module.Version}}	{{.Module.Dir}}	{{.Module.Sum}}{{end}}`
	list := exec.Command("go", "list", "-deps", "-f", format, target)
	list.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+machine, "CGO_ENABLED=0")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list %s: %w", target, err)
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 5 {
			continue
		}
		p := found[f[1]]
		if p == nil {
			p = &part{Name: f[1], Version: f[2], URL: "pkg:golang/" + f[1] + "@" + f[2], Sum: f[4]}
			found[f[1]] = p
		}
		p.InPage = p.InPage || page
		if err := p.addLicences(f[0], f[3]); err != nil {
			return err
		}
	}
	return goItself(found, page)
}

func goItself(found map[string]*part, page bool) error {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return err
	}
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	p := found["Go"]
	if p == nil {
		version = strings.TrimPrefix(cmp.Or(version, runtime.Version()), "go")
		p = &part{Name: "Go", Version: version, URL: "pkg:golang/std@" + version}
		found["Go"] = p
	}
	p.InPage = p.InPage || page
	return p.addLicences(root, root)
}

// npmParts adds the packages that the page's script is bundled from: all in
// package-lock.json that are not for building alone.
func npmParts(found map[string]*part) error {
	b, err := os.ReadFile("site/package-lock.json")
	if err != nil {
		return err
	}
	var lock struct {
		Packages map[string]struct {
			Version, Integrity string
			Dev                bool
		}
	}
	if err := json.Unmarshal(b, &lock); err != nil {
		return err
	}
	for folder, l := range lock.Packages {
		name, ok := strings.CutPrefix(folder, "node_modules/")
		if !ok || l.Dev {
			continue
		}
		hash, err := hexOf(l.Integrity)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p := &part{Name: name, Version: l.Version, URL: "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + l.Version, Hash: hash, InPage: true}
		found[name] = p
		dir := filepath.Join("site", folder)
		if err := p.addLicences(dir, dir); err != nil {
			return err
		}
	}
	return nil
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)(\.(md|txt))?$`)

// addLicences reads the licences of a folder and of those above it, up to the
// part's own: code that a module took over has its licence beside it.
func (p *part) addLicences(dir, root string) error {
	for {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !licenceFile.MatchString(e.Name()) || e.IsDir() {
				continue
			}
			b, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				return err
			}
			if text := tidy(string(b)); !slices.Contains(p.Texts, text) {
				p.Texts = append(p.Texts, text)
				slices.Sort(p.Texts) // packages come in an order of their own on each platform
			}
		}
		if dir == root || len(dir) < len(root) {
			return nil
		}
		dir = filepath.Dir(dir)
	}
}

// tidy is a text without blanks at the ends of its lines.
func tidy(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
