package capture

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"
	"testing/iotest"
)

// FuzzReader holds every input to: no panic, an end that is io.EOF or an
// *Error, frames within their limits, and the same answer however the bytes
// arrive.
func FuzzReader(f *testing.F) {
	for _, seed := range [][]byte{
		little().pcap(pcapMicros, 65535, 1).record(1, 2, 3, "abc").b,
		bigEnd().pcap(pcapNanos, 0, 197).record(1, 2, 90, "12345678\x82234567812345678abETHERNET").b,
		little().pcap(pcapModified, 0, 1).u32(1, 2, 3, 3).u64(0).text("abc").b,
		little().u32(pcapMicros).u16(2, 3).u32(0, 0, 0, 1).u32(0, 0, 60, 2).text("ab").b,
		little().pcap(pcapIxiaHW, 0, 231).u32(9).u32(0, 0, 300000, 300000).text("a").b,
		everything(little()).b,
		everything(everything(bigEnd())).b,
		pack(f, "gzip", everything(little()).b),
		pack(f, "zstd", everything(little()).b),
		pack(f, "lz4", everything(little()).b),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		frames, facts, err := readAll(t, bytes.NewReader(b))
		var e *Error
		if err != io.EOF && !errors.As(err, &e) {
			t.Fatalf("error %T %v", err, err)
		}
		for _, fr := range frames {
			if len(fr.Data) > maxData || fr.Length > maxLength || fr.Interface < 0 || fr.Interface >= len(facts.Interfaces) {
				t.Fatalf("frame of %d bytes, length %d, interface %d of %d", len(fr.Data), fr.Length, fr.Interface, len(facts.Interfaces))
			}
		}
		again, facts2, err2 := readAll(t, iotest.OneByteReader(bytes.NewReader(b)))
		if !reflect.DeepEqual(frames, again) || !reflect.DeepEqual(facts, facts2) || err.Error() != err2.Error() {
			t.Fatalf("at once: %d frames, %v; byte by byte: %d frames, %v", len(frames), err, len(again), err2)
		}
	})
}
