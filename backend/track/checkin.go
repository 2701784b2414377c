package track

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"meridian/backend/actual"
	"meridian/backend/fault"
	"meridian/backend/money"
	"meridian/backend/plan"
)

// NewCheckIn is what somebody found on a day. UpdatePlan also takes the balances
// into the plan, on top of the revision Base.
type NewCheckIn struct {
	Day        actual.Day       `json:"day"`
	Balances   []actual.Balance `json:"balances"`
	UpdatePlan bool             `json:"updatePlan"`
	Base       int              `json:"base"`
}

// CheckIn keeps what somebody found. It fails with BadCheckIn, which lists what
// is wrong, with the faults of an edit when the plan is to be updated, and then
// keeps nothing.
func (s *Service) CheckIn(ctx context.Context, planID string, asked NewCheckIn) (actual.CheckIn, error) {
	p, _, err := s.Plans.Open(ctx, planID)
	if err != nil {
		return actual.CheckIn{}, err
	}
	balances, problems := s.checked(p, asked)
	if len(problems) > 0 {
		return actual.CheckIn{}, BadCheckIn.WithProblems(problems)
	}
	worth, err := actual.Worth(p, balances)
	if err != nil {
		return actual.CheckIn{}, refused(err)
	}
	if asked.UpdatePlan {
		if err := s.Plans.CheckIn(ctx, planID, asked.Base, asked.Day, patchOf(p, asked.Day, balances)); err != nil {
			return actual.CheckIn{}, err
		}
	}
	c := actual.CheckIn{ID: s.NewID(), Day: asked.Day, Made: s.Now().UTC(), NetWorth: worth, Balances: balances}
	if err := s.Store.KeepCheckIn(ctx, planID, c); err != nil {
		return actual.CheckIn{}, fmt.Errorf("keep check-in: %w", err)
	}
	return c, nil
}

// refused is an error of adding up as a fault of what was sent.
func refused(err error) error {
	if errors.Is(err, actual.NoRate) {
		return err
	}
	return BadCheckIn.With(err)
}

// DropCheckIn takes a check-in away. The plan stays as it is.
func (s *Service) DropCheckIn(ctx context.Context, planID, id string) error {
	if _, _, err := s.Plans.Open(ctx, planID); err != nil {
		return err
	}
	return s.Store.DropCheckIn(ctx, planID, id)
}

// checked is what was found, with the names and currencies of the plan, and what
// is wrong with it.
func (s *Service) checked(p plan.Plan, asked NewCheckIn) ([]actual.Balance, []fault.Problem) {
	var problems []fault.Problem
	wrong := func(pointer, code string, text fault.Text) {
		problems = append(problems, fault.Problem{Pointer: pointer, Code: code, Severity: fault.SeverityError, Text: text})
	}
	switch {
	case !asked.Day.Known() || asked.Day < "1970-01-01":
		wrong("/day", "track.day", fault.Text{EN: "This is not a day of the calendar.", KO: "달력에 있는 날짜가 아닙니다."})
	case asked.Day > actual.DayOf(s.Now().AddDate(0, 0, 1)): // it is tomorrow already in the east
		wrong("/day", "track.day.future", fault.Text{EN: "This day has not come yet.", KO: "아직 오지 않은 날입니다."})
	}
	known := map[string]Item{}
	for _, i := range gridOf(p, nil) {
		known[key(i.Kind, i.Record)] = i
	}
	if len(asked.Balances) == 0 {
		wrong("/balances", "track.empty", fault.Text{EN: "There is no balance.", KO: "잔액이 하나도 없습니다."})
	}
	var found []actual.Balance
	for i, b := range asked.Balances {
		at := "/balances/" + strconv.Itoa(i)
		item, ok := known[key(b.Kind, b.Record)]
		if !ok {
			wrong(at+"/record", "track.record", fault.Text{EN: "The plan has no such account any more, or it is named twice.", KO: "계획에 더는 없거나 두 번 적힌 계좌입니다."})
			continue
		}
		delete(known, key(b.Kind, b.Record)) // a second balance of it is refused
		a, err := money.Parse(string(b.Amount.Amt), money.Currency(item.Last.Cur))
		if err != nil {
			wrong(at+"/amount", "track.amount", fault.Text{EN: "This is not an amount in " + string(item.Last.Cur) + ".", KO: string(item.Last.Cur) + " 금액이 아닙니다."})
			continue
		}
		found = append(found, actual.Balance{Record: b.Record, Kind: b.Kind, Name: item.Name, Amount: actual.Plain(a), Same: b.Same})
	}
	return found, problems
}

// patchOf takes balances into a plan. Where they are of a later month than the
// plan begins with, the plan is rolled forward to it: else what was saved since
// its start would be counted twice.
func patchOf(p plan.Plan, day actual.Day, balances []actual.Balance) map[string]any {
	month := string(day.Month())
	patch := map[string]any{}
	if plan.Month(month).Since(p.Start) > 0 {
		patch["start"], patch["rolledFrom"] = month, string(p.Start)
	}
	collections := map[actual.Kind]struct{ name, field string }{
		actual.Account: {"accounts", "balance"}, actual.Property: {"property", "value"}, actual.Debt: {"debts", "balance"},
	}
	for _, b := range balances {
		c := collections[b.Kind]
		records, _ := patch[c.name].(map[string]any)
		if records == nil {
			records = map[string]any{}
			patch[c.name] = records
		}
		records[b.Record] = map[string]any{c.field: map[string]any{"amt": string(b.Amount.Amt), "cur": string(b.Amount.Cur), "asOf": month}}
	}
	return patch
}
