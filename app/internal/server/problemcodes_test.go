package server_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// problemCodes is every code: "…" in problem.go, sorted.
func problemCodes(t testing.TB) (codes []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "problem.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		name, _ := pair.Key.(*ast.Ident)
		text, _ := pair.Value.(*ast.BasicLit)
		if name != nil && text != nil && name.Name == "code" {
			code, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, code)
		}
		return true
	})
	slices.Sort(codes)
	return slices.Compact(codes)
}
