// Package flow counts frames into flows and services, at both layers.
//
// A Table copies what it keeps. Its records lie in chunks without pointers, so
// that a million of them cost the garbage collector nothing and growing never
// copies them; hosts, flows and services refer to each other by number. All
// numbers are given in the order of first sight, never in hash order, so that
// the same frames make the same table everywhere.
package flow
