package core

import (
	"errors"
	"io"

	"heatsink/core/capture"
	"heatsink/core/name"
	"heatsink/core/report"
)

// Rename gives a packed report the names that files hold, as if they had been
// there when it was made: those of a file given later stand before those of
// one given earlier, and all before what the captures told. No capture is read.
func Rename(packed io.Reader, files []Input) (*report.Report, error) {
	r, err := report.Unpack(packed)
	if err != nil {
		return nil, err
	}
	if r.Anonymized {
		return nil, errors.New("the report is anonymized: its addresses are pseudonyms, of which no file of names knows")
	}
	given := &name.Given{}
	if err := readNames(given, files); err != nil {
		return nil, err
	}
	report.Rename(r, given, report.DefaultLimits)
	return r, nil
}

// OnlyNames reports whether all of these inputs are files of names, by their
// content; not so where there are none, or where one can't be read.
func OnlyNames(inputs []Input) bool {
	for _, input := range inputs {
		s := &source{input: input}
		err := s.open()
		names := s.names != nil
		s.close()
		if err != nil || !names {
			return false
		}
	}
	return len(inputs) > 0
}

// takeNames reads the files of names among the sources, and returns the rest.
func takeNames(given *name.Given, sources []*source) ([]*source, error) {
	var rest []*source
	for _, s := range sources {
		if s.names == nil {
			rest = append(rest, s)
			continue
		}
		if s.file == nil {
			if err := s.open(); err != nil {
				return nil, err
			}
		}
		if err := given.Read(s.names); err != nil {
			return nil, &InputError{s.input.Name, err}
		}
		s.close()
	}
	if len(rest) == 0 && len(sources) > 0 {
		return nil, &InputError{sources[0].input.Name, errors.New("is a file of names: there is no capture with hosts to name")}
	}
	return rest, nil
}

// readNames reads files of names, plain or compressed.
func readNames(given *name.Given, files []Input) error {
	for _, input := range files {
		if err := readNamesFile(given, input); err != nil {
			return &InputError{input.Name, err}
		}
	}
	return nil
}

func readNamesFile(given *name.Given, input Input) error {
	file, err := input.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	isText := func(head []byte, whole bool) (yes, sure bool) { return true, true }
	r, err := capture.NewReaderOr(file, isText)
	if err != nil {
		return err
	}
	defer r.Close()
	if r.Foreign() == nil {
		return errors.New("is a capture, not a file of names")
	}
	return given.Read(r.Foreign())
}
