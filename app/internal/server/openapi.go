package server

import (
	_ "embed"
	"io"
	"net/http"
)

// OpenAPI describes every route, for people and for programs.
//
//go:embed openapi.yaml
var OpenAPI string

// contractRoutes tell what the others take and answer.
type contractRoutes struct{}

func (c contractRoutes) mount(rt *router) { rt.answer("/openapi.yaml", table{"GET": c.get}) }

func (contractRoutes) get(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/yaml")
	_, _ = io.WriteString(w, OpenAPI)
	return nil
}
