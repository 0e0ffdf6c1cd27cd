package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// testPayloads is what the tests have protocols say: the arguments of their
// says and replies, as far as they are written out there.
func testPayloads(t testing.TB) (payloads [][]byte) {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 || !calls(call, "says") && !calls(call, "replies") {
				return true
			}
			if text, ok := written(call.Args[0]); ok {
				payloads = append(payloads, said{what: text}.bytes(t))
			}
			return true
		})
	}
	if len(payloads) < 200 {
		t.Fatalf("only %d payloads found in the tests", len(payloads))
	}
	return payloads
}

func calls(call *ast.CallExpr, name string) bool {
	function, ok := call.Fun.(*ast.Ident)
	return ok && function.Name == name
}

// written is a text of literals, and of fill and zeros between them.
func written(e ast.Expr) (text string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		x, okX := written(e.X)
		y, okY := written(e.Y)
		return x + y, okX && okY && e.Op == token.ADD
	case *ast.CallExpr:
		octet := "00"
		if calls(e, "fill") {
			octet, ok = written(e.Args[0])
		} else if ok = calls(e, "zeros"); !ok {
			return "", false
		}
		n, isNumber := e.Args[len(e.Args)-1].(*ast.BasicLit)
		if !ok || !isNumber {
			return "", false
		}
		count, err := strconv.Atoi(n.Value)
		return strings.Repeat(octet, count), err == nil
	}
	return "", false
}
