package api

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"chancery/internal/stage/serve"
)

// schema is a JSON Schema, or another part of an OpenAPI document.
type schema = map[string]any

// schemaOf makes the schema of a type from its fields.
func schemaOf[T any]() (schema, error) {
	s, err := jsonschema.For[T](&jsonschema.ForOptions{IgnoreInvalidTypes: true})
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var out schema
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, err
	}
	opened(out)
	return out, nil
}

// opened lets objects have fields that come later, and says that a list which is
// there is no null: empty ones are left out.
func opened(v any) {
	switch v := v.(type) {
	case map[string]any:
		if no, ok := v["additionalProperties"]; ok {
			if s, ok := no.(map[string]any); !ok || s["type"] == nil && s["$ref"] == nil {
				delete(v, "additionalProperties")
			}
		}
		for _, x := range v {
			opened(x)
		}
	case []any:
		for _, x := range v {
			opened(x)
		}
	}
}

var inPath = regexp.MustCompile(`\{([a-z0-9]+)\}`)

// openAPI writes the OpenAPI document of the table of routes.
func openAPI(routes []route, version string) ([]byte, error) {
	problem, err := schemaOf[serve.Problem]()
	if err != nil {
		return nil, err
	}
	paths := schema{}
	for _, r := range routes {
		op, err := r.operation()
		if err != nil {
			return nil, err
		}
		path := "/api/v1" + r.path
		if paths[path] == nil {
			paths[path] = schema{}
		}
		paths[path].(schema)[strings.ToLower(r.method)] = op
	}
	return json.MarshalIndent(schema{
		"openapi": "3.1.0",
		"info": schema{"title": "Chancery", "version": version,
			"description": "What the archive of a Chancery holds: reports of diplomatic and political acts, the incidents that they make, statements, posts and people. Every answer tells what it was drawn from."},
		"servers":  []any{schema{"url": "/"}},
		"security": []any{schema{}, schema{"token": []any{}}, schema{"session": []any{}}},
		"paths":    paths,
		"components": schema{
			"schemas": schema{"Problem": problem},
			"securitySchemes": schema{
				"token":   schema{"type": "http", "scheme": "bearer", "description": "A token of the page /account, with the scopes that it needs: " + strings.Join(serve.Scopes(), ", ")},
				"session": schema{"type": "apiKey", "in": "cookie", "name": "chancery-session"},
			},
			"responses": schema{"problem": schema{"description": "What is wrong (RFC 9457)", "content": schema{"application/problem+json": schema{"schema": schema{"$ref": "#/components/schemas/Problem"}}}}},
		},
	}, "", " ")
}

// operation describes one route.
func (r *route) operation() (schema, error) {
	gives, err := r.gives()
	if err != nil {
		return nil, err
	}
	content := schema{asJSON.kind(): schema{"schema": gives}}
	for _, f := range r.forms {
		if f != asJSON {
			content[strings.TrimSuffix(f.kind(), "; charset=utf-8")] = schema{"schema": schema{"type": "string"}}
		}
	}
	problem := schema{"$ref": "#/components/responses/problem"}
	op := schema{
		"summary":     r.gist,
		"operationId": r.name(),
		"parameters":  r.parameters(),
		"responses": schema{
			"200": schema{"description": "The answer", "content": content},
			"304": schema{"description": "Unchanged since the ETag that If-None-Match names"},
			"400": problem, "401": problem, "403": problem, "404": problem, "429": problem,
		},
	}
	if r.body != nil {
		body, err := r.body()
		if err != nil {
			return nil, err
		}
		op["requestBody"] = schema{"required": true, "content": schema{asJSON.kind(): schema{"schema": body}}}
	}
	return op, nil
}

// name is a name for the operation: getIncidentsId.
func (r *route) name() string {
	out := strings.ToLower(r.method)
	for part := range strings.SplitSeq(r.path, "/") {
		if part = strings.Trim(part, "{}"); part != "" {
			out += strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return out
}

func (r *route) parameters() []any {
	out := []any{}
	for _, m := range inPath.FindAllStringSubmatch(r.path, -1) {
		out = append(out, schema{"name": m[1], "in": "path", "required": true, "schema": schema{"type": "string"}})
	}
	for _, p := range r.params {
		s := schema{"type": p.kind}
		if len(p.values) > 0 {
			s["enum"] = p.values
		}
		out = append(out, schema{"name": p.name, "in": "query", "required": p.needed, "description": p.gist, "schema": s})
	}
	return out
}
