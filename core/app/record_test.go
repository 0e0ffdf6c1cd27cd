package app

import (
	"reflect"
	"testing"
)

// No record's progress lies across two cache lines, and the garbage collector
// finds nothing in records.
func TestRecord(t *testing.T) {
	if whole, size := reflect.TypeFor[record]().Size(), reflect.TypeFor[progress]().Size(); size != 32 || whole%size != 0 {
		t.Errorf("a record takes %d bytes, its progress %d", whole, size)
	}
	var pointers func(x reflect.Type) bool
	pointers = func(x reflect.Type) bool {
		switch x.Kind() {
		case reflect.Struct:
			for i := range x.NumField() {
				if pointers(x.Field(i).Type) {
					return true
				}
			}
			return false
		case reflect.Array:
			return pointers(x.Elem())
		}
		return x.Kind() > reflect.Complex128
	}
	if pointers(reflect.TypeFor[record]()) {
		t.Error("a record has pointers")
	}
}
