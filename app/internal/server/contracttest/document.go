package contracttest

import (
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"mintmark/app/internal/server"
)

// Document is that of the server, stricter than it stands there: clients are to
// put up with members that they do not know; tests do not.
var Document = sync.OnceValue(func() *openapi3.T {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(server.OpenAPI))
	if err != nil {
		panic(err)
	}
	for _, schema := range doc.Components.Schemas {
		closeSchema(schema.Value)
	}
	return doc
})

// closeSchema lets no members in that are not described.
func closeSchema(s *openapi3.Schema) {
	if len(s.Properties) > 0 && s.AdditionalProperties.Has == nil && s.AdditionalProperties.Schema == nil {
		none := false
		s.AdditionalProperties.Has = &none
	}
	for _, member := range s.Properties {
		closeSchema(member.Value)
	}
	if s.Items != nil {
		closeSchema(s.Items.Value)
	}
}
