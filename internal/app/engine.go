package app

import (
	"context"

	"github.com/rs/zerolog"

	"lockedit/internal/engine"
)

// Engine does what the verbs say, from beginning to end. The outcome's exit
// code is the program's; the error beside it, or in the result, decided it.
type Engine interface {
	Plan(context.Context, engine.Request) (engine.Result, error)
	Apply(context.Context, engine.Request) (engine.Result, error)
	Restart(context.Context, engine.Request) (engine.Result, error)
	Verify(context.Context, engine.Request) (engine.Result, error)
	Run(context.Context, engine.Request) (engine.Result, error)
	Release(context.Context, engine.Request) (engine.Result, error)
}

// NewEngine makes the engine that drives a browser and kubectl.
func NewEngine(host engine.Host, log zerolog.Logger) Engine { return engine.New(host, log) }
