package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"lockedit/testenv/console/domain"
)

// order is the body of a control request; each request reads what it needs.
type order struct {
	User    string      `json:"user"`
	Kind    domain.Kind `json:"kind"`
	Name    string      `json:"name"`
	Attr    string      `json:"attribute"`
	Value   string      `json:"value"`
	Cluster string      `json:"cluster"`
	Server  string      `json:"server"`
	Servers []string    `json:"servers"`
	Outage  Outage      `json:"outage"`
}

// Info says what a console is.
type Info struct {
	URL        string `json:"url"`
	Version    string `json:"version"`
	Domain     string `json:"domain"`
	Production bool   `json:"production"`
	AutoLock   bool   `json:"autoLock"`
	Seed       int64  `json:"seed"`
}

// Info returns what the console is.
func (k *Control) Info() Info {
	c := k.c
	return Info{c.URL(), c.opt.Version, c.dom.Name(), c.dom.Production(), c.dom.AutoActivate(), c.opt.Seed}
}

// ControlHandler is the control as JSON over HTTP, to be served on a listener
// of its own: GET reads, POST and DELETE do.
func (c *Console) ControlHandler() http.Handler {
	k, mux := c.Control(), http.NewServeMux()
	reads := map[string]func(r *http.Request) any{
		"info": func(*http.Request) any { return k.Info() }, "active": func(*http.Request) any { return k.Active() },
		"edit": func(*http.Request) any { return k.Edit() }, "lock": func(*http.Request) any { return k.Lock() },
		"running":          func(r *http.Request) any { return k.Running(r.FormValue("server")) },
		"pending":          func(*http.Request) any { return k.Pending() },
		"restart-required": func(*http.Request) any { return k.RestartRequired() },
		"requests":         func(*http.Request) any { return k.Requests() },
		"sessions":         func(*http.Request) any { return k.Sessions() },
		"history":          func(*http.Request) any { return k.History() },
		"faults":           func(*http.Request) any { return k.Faults() },
		"faults/known":     func(*http.Request) any { return FaultRegistry() },
		"mutations":        func(*http.Request) any { return k.Mutations() },
		"mutations/known":  func(*http.Request) any { return MutationRegistry() },
	}
	for path, read := range reads {
		mux.HandleFunc("GET /"+path, func(w http.ResponseWriter, r *http.Request) { answer(w, read(r), nil) })
	}
	for pattern, do := range k.orders() {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			var o order
			if r.ContentLength != 0 {
				if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
					answer(w, nil, fmt.Errorf("body: %w", err))
					return
				}
			}
			answer(w, struct{}{}, do(o))
		})
	}
	k.faultRoutes(mux)
	return mux
}

// orders are the requests that change something.
func (k *Control) orders() map[string]func(order) error {
	done := func(f func(order)) func(order) error { return func(o order) error { f(o); return nil } }
	return map[string]func(order) error{
		"POST /lock":             func(o order) error { return k.LockAs(o.User) },
		"POST /lock/steal":       func(o order) error { return k.Steal(o.User) },
		"POST /lock/release":     func(o order) error { return k.c.dom.Release(o.User) },
		"POST /undo":             func(o order) error { return k.c.dom.Undo(o.User) },
		"POST /activate":         func(o order) error { return k.c.dom.Activate(o.User) },
		"POST /stage":            func(o order) error { return k.Stage(o.User, o.Kind, o.Name, o.Attr, o.Value) },
		"POST /overwrite":        func(o order) error { return k.Overwrite(o.Kind, o.Name, o.Attr, o.Value) },
		"POST /sessions/expire":  done(func(o order) { k.ExpireSessions(o.User) }),
		"POST /admin/stop":       func(o order) error { return k.StopAdmin(o.Outage) },
		"POST /admin/start":      func(order) error { return k.StartAdmin() },
		"POST /servers/restart":  done(func(o order) { k.RestartServers(o.Servers...) }),
		"POST /targets":          done(func(o order) { k.AddTarget(o.Cluster, o.Server) }),
		"POST /targets/remove":   done(func(o order) { k.RemoveTarget(o.Name) }),
		"POST /requests/clear":   done(func(order) { k.ClearRequests() }),
		"DELETE /faults":         done(func(order) { k.ClearFaults() }),
		"DELETE /mutations":      done(func(order) { k.ClearMutations() }),
		"POST /password":         done(func(o order) { k.c.dom.SetPassword(o.User, o.Value) }),
		"POST /mode/production":  done(func(order) { k.c.dom.SetMode(true, false) }),
		"POST /mode/development": done(func(o order) { k.c.dom.SetMode(false, o.Value == "auto") }),
	}
}

func (k *Control) faultRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /faults", func(w http.ResponseWriter, r *http.Request) {
		var f Fault
		if err := json.NewDecoder(r.Body).Decode(&f); err != nil {
			answer(w, nil, fmt.Errorf("body: %w", err))
			return
		}
		id, err := k.Inject(f)
		answer(w, map[string]int{"id": id}, err)
	})
	mux.HandleFunc("POST /mutations", func(w http.ResponseWriter, r *http.Request) {
		var m Mutation
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			answer(w, nil, fmt.Errorf("body: %w", err))
			return
		}
		answer(w, struct{}{}, k.Mutate(m))
	})
	mux.HandleFunc("DELETE /faults/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.Atoi(r.PathValue("id"))
		if err == nil {
			k.Remove(id)
		}
		answer(w, struct{}{}, err)
	})
}

// answer writes the value, or the error with status 400.
func answer(w http.ResponseWriter, value any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		value = map[string]string{"error": err.Error()}
	}
	_ = json.NewEncoder(w).Encode(value) // the client has gone: nobody to tell
}
