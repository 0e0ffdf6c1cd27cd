package traffic

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"heatsink/core/capture"
)

// Corpus is what Merge made a capture of.
type Corpus struct {
	Captures int // that had a frame which was taken
	Frames   int
	Others   int // frames of other link types than Ethernet, left out
}

const (
	mergeEvery  = 50_000_000    // a capture begins so long after the one before
	longestWait = 1_000_000_000 // between two of its frames; longer ones are cut down
)

type merged struct {
	time   int64
	data   []byte
	length uint32
}

// Merge makes one capture of all those in a folder and below: the Ethernet
// frames of each, with their times moved so that the captures, in the order of
// their paths, overlap as they would on one busy link.
func Merge(sink *Pcap, folder string) (Corpus, error) {
	var corpus Corpus
	var frames []merged
	begin := int64(epoch)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		had := len(frames)
		if frames, err = appendFrames(frames, path, begin, &corpus); err != nil {
			return err
		}
		if len(frames) > had {
			corpus.Captures++
			begin += mergeEvery
		}
		return nil
	})
	if err != nil {
		return corpus, err
	}
	if len(frames) == 0 {
		return corpus, fmt.Errorf("%s: no Ethernet frames in it", folder)
	}
	slices.SortStableFunc(frames, func(x, y merged) int { return cmp.Compare(x.time, y.time) })
	for _, f := range frames {
		if err := sink.Cut(f.time, f.data, f.length); err != nil {
			return corpus, err
		}
	}
	corpus.Frames = len(frames)
	return corpus, nil
}

// appendFrames adds a capture's Ethernet frames, as far as it can be read; a
// file that is no capture has none.
func appendFrames(frames []merged, path string, begin int64, corpus *Corpus) ([]merged, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader, err := capture.NewReader(file)
	if err != nil {
		return frames, nil
	}
	defer reader.Close()
	var record capture.Record
	now, before := begin, int64(-1)
	for reader.Next(&record) == nil {
		if before >= 0 {
			now += min(max(record.Time-before, 0), longestWait)
		}
		before = record.Time
		if record.LinkType != ethernetLink {
			corpus.Others++
			continue
		}
		frames = append(frames, merged{now, slices.Clone(record.Data), max(record.Length, uint32(len(record.Data)))})
	}
	return frames, nil
}
