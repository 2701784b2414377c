package plan

import (
	"encoding/json"
	"fmt"
)

// Union is a type that is written in JSON in one of several shapes. Shapes
// are zero values of them; the checker and the schema both ask for them.
// No two shapes of one union have the same JSON kind, except objects: those
// are told apart by a field that one of them requires.
type Union interface{ Shapes() []any }

// TriggerWhen is a milestone's moment chosen by the simulated household.
type TriggerWhen struct {
	Trigger *Trigger `json:"trigger"`
}

// Shapes of a rebalancing rule: a word, or {"band": drift}.
func (Rebalance) Shapes() []any { return []any{RebalanceEvery(""), RebalanceBand{}} }

// Shapes of an owner: a person's id or "joint", or {personId: share}.
func (Owner) Shapes() []any { return []any{"", map[string]float64{}} }

// Shapes of a fee: a rate per year, or an amount.
func (Fee) Shapes() []any { return []any{0.0, Amount{}} }

// Shapes of a goal's time: a moment, or a stretch of time.
func (GoalWhen) Shapes() []any { return []any{TimeRef{}, Span{}} }

// Shapes of a milestone's time: a moment, or a trigger.
func (MilestoneWhen) Shapes() []any { return []any{TimeRef{}, TriggerWhen{}} }

// MarshalJSON writes the word when there is one, the band otherwise.
func (r Rebalance) MarshalJSON() ([]byte, error) {
	if r.Every == "" {
		return json.Marshal(RebalanceBand{r.Band})
	}
	return json.Marshal(r.Every)
}

// UnmarshalJSON reads either shape.
func (r *Rebalance) UnmarshalJSON(data []byte) error {
	*r = Rebalance{}
	if first(data) == '{' {
		var b RebalanceBand
		err := json.Unmarshal(data, &b)
		r.Band = b.Band
		return wrap("rebalance", err)
	}
	return wrap("rebalance", json.Unmarshal(data, &r.Every))
}

// MarshalJSON writes the person, or the split when there is one.
func (o Owner) MarshalJSON() ([]byte, error) {
	if o.Split != nil {
		return json.Marshal(o.Split)
	}
	return json.Marshal(o.Person)
}

// UnmarshalJSON reads either shape.
func (o *Owner) UnmarshalJSON(data []byte) error {
	*o = Owner{}
	if first(data) == '{' {
		return wrap("owner", json.Unmarshal(data, &o.Split))
	}
	return wrap("owner", json.Unmarshal(data, &o.Person))
}

// MarshalJSON writes the amount when there is one, the rate otherwise.
func (f Fee) MarshalJSON() ([]byte, error) {
	if f.Amount != nil {
		return json.Marshal(f.Amount)
	}
	return json.Marshal(f.Rate)
}

// UnmarshalJSON reads either shape.
func (f *Fee) UnmarshalJSON(data []byte) error {
	*f = Fee{}
	if first(data) == '{' {
		return wrap("fee", json.Unmarshal(data, &f.Amount))
	}
	return wrap("fee", json.Unmarshal(data, &f.Rate))
}

// MarshalJSON writes the moment when there is one, the span otherwise.
func (g GoalWhen) MarshalJSON() ([]byte, error) {
	if g.TimeRef != nil {
		return json.Marshal(g.TimeRef)
	}
	if g.Span != nil {
		return json.Marshal(g.Span)
	}
	return []byte("{}"), nil
}

// UnmarshalJSON reads a moment when "at" is there, a span otherwise.
func (g *GoalWhen) UnmarshalJSON(data []byte) error {
	*g = GoalWhen{}
	var probe struct {
		At *json.RawMessage `json:"at"`
	}
	if err := json.Unmarshal(data, &probe); err != nil {
		return wrap("goal's time", err)
	}
	if probe.At != nil {
		return wrap("goal's time", json.Unmarshal(data, &g.TimeRef))
	}
	return wrap("goal's time", json.Unmarshal(data, &g.Span))
}

// MarshalJSON writes the trigger when there is one, the moment otherwise.
func (m MilestoneWhen) MarshalJSON() ([]byte, error) {
	if m.Trigger != nil {
		return json.Marshal(TriggerWhen{m.Trigger})
	}
	return json.Marshal(m.TimeRef)
}

// UnmarshalJSON reads a trigger when "trigger" is there, a moment otherwise.
func (m *MilestoneWhen) UnmarshalJSON(data []byte) error {
	*m = MilestoneWhen{}
	var t TriggerWhen
	if err := json.Unmarshal(data, &t); err != nil {
		return wrap("milestone's time", err)
	}
	if t.Trigger != nil {
		m.Trigger = t.Trigger
		return nil
	}
	return wrap("milestone's time", json.Unmarshal(data, &m.TimeRef))
}

// first is the first byte of a JSON value; encoding/json has stripped the space before it.
func first(data []byte) byte {
	if len(data) == 0 {
		return 0
	}
	return data[0]
}

func wrap(what string, err error) error {
	if err != nil {
		return fmt.Errorf("read %s: %w", what, err)
	}
	return nil
}
