//go:build !linux

package main

func roomy() bool { return true }

func backHeap() {}
