package recordings

import (
	"encoding/json"
	"reflect"
	"strings"
)

// Event returns an event of which every text is redacted, at any depth. The
// event that was given stays as it was.
func (r *Redactor) Event(e Event) Event {
	return redacted(r, e)
}

func redacted[T any](r *Redactor, value T) T {
	clean := redactor{r}.value(reflect.ValueOf(&value).Elem(), "")
	out, _ := clean.Interface().(T)
	return out
}

// redactor walks a value and copies what it changes.
type redactor struct{ *Redactor }

func (r redactor) value(v reflect.Value, field string) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		return r.text(v, field)
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(r.value(v.Elem(), field))
		return out
	case reflect.Struct:
		return r.fields(v)
	case reflect.Slice:
		return r.items(v, field)
	case reflect.Interface:
		return r.anything(v)
	}
	return v
}

// text redacts a string. The words of the schema are no one's secret: a
// password that happens to be "info" must not break the lines.
func (r redactor) text(v reflect.Value, field string) reflect.Value {
	switch v.Interface().(type) {
	case Type, Status:
		return v
	}
	clean := v.String()
	switch field {
	case "Level", "Schema", "Severity", "SHA256", "Digest":
		return v
	case "URL", "Redirect":
		clean = r.URL(clean)
	default:
		clean = r.String(clean)
	}
	return reflect.ValueOf(clean).Convert(v.Type())
}

func (r redactor) fields(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.IsExported() {
			out.Field(i).Set(r.value(v.Field(i), field.Name))
		}
	}
	return out
}

func (r redactor) items(v reflect.Value, field string) reflect.Value {
	if v.IsNil() {
		return v
	}
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		out.Index(i).Set(r.value(v.Index(i), field))
	}
	return out
}

// anything redacts a value of no fixed type by way of its JSON.
func (r redactor) anything(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	text, err := json.Marshal(v.Interface())
	var plain any
	if err == nil {
		err = json.Unmarshal(text, &plain)
	}
	if err != nil {
		return reflect.Zero(v.Type())
	}
	out := reflect.New(v.Type()).Elem()
	if clean := r.plain(plain); clean != nil {
		out.Set(reflect.ValueOf(clean))
	}
	return out
}

// plain redacts decoded JSON. A text under the name of a secret is one.
func (r redactor) plain(value any) any {
	switch value := value.(type) {
	case string:
		if strings.Contains(value, "://") {
			return r.URL(value)
		}
		return r.String(value)
	case []any:
		for i := range value {
			value[i] = r.plain(value[i])
		}
	case map[string]any:
		return r.object(value)
	}
	return value
}

func (r redactor) object(object map[string]any) map[string]any {
	clean := make(map[string]any, len(object))
	for name, value := range object {
		if text, isText := value.(string); isText && text != "" && secretName(name) {
			value = Mask
		}
		clean[r.String(name)] = r.plain(value)
	}
	return clean
}
