package flow

import (
	"reflect"
	"testing"

	"heatsink/core/packet"
)

// TestPassedRecordsHoldNoPointers looks into what is passed as memory: in
// another instance a pointer would point anywhere.
func TestPassedRecordsHoldNoPointers(t *testing.T) {
	for _, record := range []any{
		packet.Addr{}, Tuple{}, folded{}, note{}, ended{}, troubled{}, Errors{},
	} {
		if kind := reflect.TypeOf(record); pointing(kind) {
			t.Errorf("%v holds a pointer", kind)
		}
	}
	if !pointing(reflect.TypeFor[found]()) {
		t.Error("a slice isn't seen to be a pointer")
	}
}

func pointing(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if pointing(t.Field(i).Type) {
				return true
			}
		}
		return false
	case reflect.Array:
		return pointing(t.Elem())
	case reflect.Pointer, reflect.Slice, reflect.String, reflect.Map, reflect.Func, reflect.Interface, reflect.Chan, reflect.UnsafePointer:
		return true
	}
	return false
}
