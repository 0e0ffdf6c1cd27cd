//go:build !(js && wasm)

package main

// Built for anything else the engine has no page to talk to; it is here so
// that `go build ./...` and `go vet ./...` see the whole module.
func main() { panic("the engine runs inside the page: build it with GOOS=js GOARCH=wasm") }
