package recordings_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lockedit/recordings"
)

// schema is a JSON Schema, or a part of one.
type schema = map[string]any

// source is what the schemas are made from: the types of this package with
// their comments, so that what is published cannot differ from what is written.
type source struct {
	structs map[string]*ast.StructType
	docs    map[string]string
	consts  map[string][]string // values by the name of their type
}

func readSource(t *testing.T) source {
	t.Helper()
	s := source{structs: map[string]*ast.StructType{}, docs: map[string]string{}, consts: map[string][]string{}}
	for _, name := range []string{"event.go", "run.go", "plan.go", "statement.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if decl, ok := decl.(*ast.GenDecl); ok {
				s.read(decl)
			}
		}
	}
	return s
}

func (s source) read(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if body, ok := spec.Type.(*ast.StructType); ok {
				s.structs[spec.Name.Name] = body
			}
			s.docs[spec.Name.Name] = decl.Doc.Text()
		case *ast.ValueSpec:
			typ, _ := spec.Type.(*ast.Ident)
			if text, ok := spec.Values[0].(*ast.BasicLit); ok && typ != nil {
				value, _ := strconv.Unquote(text.Value)
				s.consts[typ.Name] = append(s.consts[typ.Name], value)
			}
		}
	}
}

// document is the whole schema of one kind of file.
func (s source) document(root, id, title string, closed bool) schema {
	defs := schema{}
	doc := s.object(root, defs, closed)
	doc["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	doc["$id"] = "urn:" + strings.ReplaceAll(id, "/", ":")
	doc["title"] = title
	doc["$defs"] = defs
	return doc
}

// object is the schema of a struct. Those that it holds go to defs.
func (s source) object(name string, defs schema, closed bool) schema {
	props, required := schema{}, []string{}
	for _, field := range s.structs[name].Fields.List {
		tag, _ := strconv.Unquote(field.Tag.Value)
		key, options, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(tag, `json:"`), `"`), ",")
		prop := s.prop(field.Type, defs, closed)
		for k, v := range limits[name+"."+key] {
			prop[k] = v
		}
		if doc := sentence(field.Doc.Text()); doc != "" {
			prop["description"] = doc
		}
		props[key] = prop
		if options == "" {
			required = append(required, key)
		}
	}
	out := schema{"type": "object", "properties": props, "required": required}
	if doc := sentence(s.docs[name]); doc != "" {
		out["description"] = doc
	}
	if closed {
		out["additionalProperties"] = false
	}
	return out
}

func sentence(doc string) string {
	return strings.NewReplacer("[", "", "]", "").Replace(strings.Join(strings.Fields(doc), " "))
}

func (s source) prop(expr ast.Expr, defs schema, closed bool) schema {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return s.prop(expr.X, defs, closed)
	case *ast.ArrayType:
		return schema{"type": "array", "items": s.prop(expr.Elt, defs, closed)}
	case *ast.SelectorExpr:
		return schema{"type": "string", "format": "date-time"}
	case *ast.Ident:
		return s.named(expr.Name, defs, closed)
	}
	return schema{}
}

func (s source) named(name string, defs schema, closed bool) schema {
	switch name {
	case "string":
		return schema{"type": "string"}
	case "bool":
		return schema{"type": "boolean"}
	case "int", "int64":
		return schema{"type": "integer"}
	case "float64":
		return schema{"type": "number"}
	case "any":
		return schema{}
	}
	if values := s.consts[name]; values != nil {
		return schema{"type": "string", "enum": values}
	}
	if _, done := defs[name]; !done {
		defs[name] = true // a type that holds itself refers to this
		defs[name] = s.object(name, defs, closed)
	}
	return schema{"$ref": "#/$defs/" + name}
}

// limits are what the Go types do not say.
var limits = map[string]schema{
	"Event.@level":       {"enum": []string{"info", "warn", "error"}},
	"Event.seq":          {"minimum": 1},
	"VersionInfo.schema": {"const": "lockedit/events/v1"},
	"Run.schema":         {"const": "lockedit/run/v1"},
	"Run.result":         {"enum": append(results, "incomplete")},
	"Outcome.result":     {"enum": results},
	"Plan.schema":        {"const": "lockedit/plan/v1"},
	"Plan.digest":        {"pattern": "^sha256:[0-9a-f]{64}$"},
	"Picture.sha256":     {"pattern": "^[0-9a-f]{64}$"},
	"File.sha256":        {"pattern": "^[0-9a-f]{64}$"},
	"DigestSet.sha256":   {"pattern": "^[0-9a-f]{64}$"},
	"SealedRun.result":   {"enum": append(results, "incomplete")},
	"SealedRun.sealedBy": {"enum": []string{"run", "evidence sign"}},

	"SealStatement._type":             {"const": recordings.StatementType},
	"SealStatement.predicateType":     {"const": recordings.SealType},
	"SealStatement.subject":           {"minItems": 1},
	"ApprovalStatement._type":         {"const": recordings.StatementType},
	"ApprovalStatement.predicateType": {"const": recordings.ApprovalType},
	"ApprovalStatement.subject":       {"minItems": 1, "maxItems": 1},
	"ApprovedPlan.planDigest":         {"pattern": "^sha256:[0-9a-f]{64}$"},
	"LockChange.what":                 {"enum": []string{"asked", "acquired", "found", "activating", "saving", "live", "released", "activated", "undone", "left"}},
	"Lock.how":                        {"enum": []string{"released", "activated", "undone", "left"}},
	"Diagnostic.severity":             {"enum": []string{"warning", "error"}},
	"Value.how":                       {"enum": []string{"read", "set", "read back"}},
	"Browser.sandbox":                 {"enum": []string{"on", "off", "unknown", ""}},
}

var results = []string{"done", "nothing to do", "differences", "activated", "failed", "person needed", "interrupted", "refused", "unfinished"}

func schemaFile(name string) string {
	return filepath.Join("..", "docs", "schemas", name+".schema.json")
}
