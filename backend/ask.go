package backend

import (
	"context"

	"meridian/backend/answer"
	"meridian/backend/cli"
)

// AdvisorDesk is the advisor without a listener, for a terminal.
type AdvisorDesk struct{ app *App }

var _ cli.Advisor = (*AdvisorDesk)(nil)

// OpenAdvisorDesk opens the data, and whatever answers questions about it, until
// Close.
func OpenAdvisorDesk(ctx context.Context, opts Options) (*AdvisorDesk, error) {
	opts.Port, opts.cold = NoPort, true
	app, err := New(ctx, opts)
	if err != nil {
		return nil, err
	}
	app.turns.queue.Check(ctx) // so that the first question does not find a host that nobody has looked at
	return &AdvisorDesk{app}, nil
}

// Ask implements cli.Advisor.
func (d *AdvisorDesk) Ask(ctx context.Context, q answer.Question, told func(answer.Progress)) (string, error) {
	return d.app.advisor().Ask(ctx, q, told)
}

// Thread implements cli.Advisor.
func (d *AdvisorDesk) Thread(ctx context.Context, id string) (answer.Thread, error) {
	return d.app.advisor().Thread(ctx, id)
}

// Plan implements cli.Advisor.
func (d *AdvisorDesk) Plan(ctx context.Context) (string, error) {
	open, err := d.app.api.Plans.List(ctx)
	if err != nil {
		return "", err
	}
	return d.app.lastOf(ctx, open), nil
}

// Close ends it.
func (d *AdvisorDesk) Close() error { return d.app.Close() }
