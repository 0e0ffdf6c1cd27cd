package cli

import (
	"math"
	"syscall"
)

// roomy says whether there is address space to give away (ulimit -v).
func roomy() bool {
	var limit syscall.Rlimit
	return syscall.Getrlimit(syscall.RLIMIT_AS, &limit) == nil && limit.Cur >= math.MaxInt64
}

const (
	// hugeHeap is how much of the heap can lie in huge pages.
	hugeHeap = 512 << 20
	// madvHugepage is MADV_HUGEPAGE (madvise(2)).
	madvHugepage = 14
)

// backHeap asks for huge pages where the heap will grow, once this is collected.
// Tables of hundreds of thousands of flows are looked up here and there, and with
// pages of 4 KiB the processor has to look up where each one is, too.
func backHeap() {
	syscall.Madvise(untouched(hugeHeap), madvHugepage)
}
