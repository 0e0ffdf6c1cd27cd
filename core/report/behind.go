package report

import "io"

// behind writes on a goroutine of its own, so that what comes next is made
// meanwhile.
type behind struct {
	pieces chan []byte
	spare  chan []byte
	ended  chan error
}

// piecesBehind is how many pieces wait to be written at most.
const piecesBehind = 4

func newBehind(w io.Writer) *behind {
	b := &behind{make(chan []byte, piecesBehind), make(chan []byte, piecesBehind), make(chan error, 1)}
	go func() {
		var err error
		for p := range b.pieces {
			if err == nil {
				_, err = w.Write(p)
			}
			select {
			case b.spare <- p[:0]:
			default:
			}
		}
		b.ended <- err
	}()
	return b
}

// Write takes a copy of p. What is wrong with writing it, Close says.
func (b *behind) Write(p []byte) (int, error) {
	var own []byte
	select {
	case own = <-b.spare:
	default:
	}
	b.pieces <- append(own, p...)
	return len(p), nil
}

// Close waits until all is written.
func (b *behind) Close() error {
	close(b.pieces)
	return <-b.ended
}
