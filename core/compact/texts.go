package compact

import "strings"

// Text numbers a text of a Texts; 0 is the empty one.
type Text uint32

// MaxText is how long a text can be, in bytes.
const MaxText = 255

// blockSize is how many bytes a Texts takes at a time. A text stands in one
// block, behind its length.
const blockSize = 1 << blockBits

const blockBits = 14

// Texts keeps texts, each once.
type Texts struct {
	blocks []*strings.Builder // full in all but the last; what they gave out stays as it is
	index  Index
}

// Size is how many bytes the texts take.
func (t *Texts) Size() int { return len(t.blocks) << blockBits }

// Put keeps a text and returns its number. It is not ok where the text is
// longer than MaxText, or new when the texts have limit bytes already.
func (t *Texts) Put(text []byte, limit int) (Text, bool) {
	if len(text) == 0 || len(text) > MaxText {
		return 0, len(text) == 0
	}
	hash := HashBytes(text)
	n, slot, ok := t.index.Find(hash, func(n uint32) bool { return t.Get(Text(n)) == string(text) })
	if ok {
		return Text(n), true
	}
	block := t.room(len(text)+1, limit)
	if block == nil {
		return 0, false
	}
	n = uint32((len(t.blocks)-1)<<blockBits | block.Len())
	block.WriteByte(byte(len(text)))
	block.Write(text)
	t.index.Insert(hash, slot, n)
	return Text(n), true
}

// room is the block that has n more bytes to fill, nil past the limit.
func (t *Texts) room(n, limit int) *strings.Builder {
	if last := len(t.blocks) - 1; last >= 0 && t.blocks[last].Len()+n <= blockSize {
		return t.blocks[last]
	}
	if t.Size()+blockSize > limit {
		return nil
	}
	block := new(strings.Builder)
	block.Grow(blockSize)
	if len(t.blocks) == 0 {
		block.WriteByte(0) // number 0 is the empty text
	}
	t.blocks = append(t.blocks, block)
	return block
}

// Get is a text. It shares the memory of the Texts, and allocates nothing.
func (t *Texts) Get(n Text) string {
	if n == 0 {
		return ""
	}
	block := t.blocks[n>>blockBits].String()
	at := n & (blockSize - 1)
	return block[at+1:][:block[at]]
}
