//go:build !linux

package cli

func roomy() bool { return true }

func backHeap() {}
