package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
)

// The encoder writes what encoding/json does, whatever stands in the texts.
func TestWriteJSON(t *testing.T) {
	r := tables()
	r.Title = "a <b> & \"c\"\u2028\x01\xff"
	r.Start = -5
	r.Texts = append(r.Texts, r.Title)
	r.Timeline.Origin = -7
	for range 30_000 {
		r.Services.FirstAtoB = append(r.Services.FirstAtoB, -1<<63, 1<<63-1)
		r.Services.BytesAtoB = append(r.Services.BytesAtoB, 0, 1<<64-1)
	}
	for n := uint64(1); n < 1e19; n *= 10 {
		r.Services.BytesBtoA = append(r.Services.BytesBtoA, n-1, n, n+7)
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := WriteJSON(&got, r); err != nil {
		t.Fatal(err)
	}
	if got.String()+"\n" != want.String() {
		t.Errorf("not what encoding/json writes: %d bytes, want %d", got.Len(), want.Len()-1)
	}
}

// What can't be written is told, also by what packs it.
func TestWriteJSONFails(t *testing.T) {
	full := errors.New("full")
	for room := range 3 {
		w := &limited{room: room * encodedPiece, err: full}
		r := tables()
		r.Services.BytesAtoB = make([]uint64, 2*encodedPiece)
		if err := WriteJSON(w, r); !errors.Is(err, full) {
			t.Errorf("with room for %d bytes: %v", w.room, err)
		}
		if err := Pack(&limited{room: room * 10, err: full}, r); !errors.Is(err, full) {
			t.Errorf("packed, with room for %d bytes: %v", 10*room, err)
		}
	}
}

// limited takes so many bytes.
type limited struct {
	room int
	err  error
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.room {
		return 0, l.err
	}
	l.room -= len(p)
	return io.Discard.Write(p)
}
