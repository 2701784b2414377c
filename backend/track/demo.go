package track

import (
	"context"
	"fmt"
	"time"

	"meridian/backend/actual"
	"meridian/backend/money"
	"meridian/backend/plan"
	"meridian/backend/statement"
)

// demoMonths is how far back a demo household has checked in.
const demoMonths = 14

// swing is how far what is invested was off its course in each of those months,
// in thousandths: a good start, a bad spring, a fair end. spentShare is what was
// spent of what was planned, likewise.
var (
	swing      = [demoMonths]int64{0, 9, -4, 12, 16, 2, -15, -21, -8, 5, 11, 19, 13, 16}
	spentShare = [demoMonths]int64{970, 1010, 1180, 940, 960, 1020, 990, 1060, 1090, 1130, 980, 950, 1000, 1040}
)

// visits are the parts of a month's spending that are paid at a time, in
// percent, and the days on which they are.
var visits = []struct {
	day   int
	share int64
}{{3, 45}, {12, 30}, {24, 25}}

// Begin gives a demo household a past: check-ins at the ends of the months
// before now, and what was spent in them. The same plan in the same month has
// the same past. Other plans are left alone.
func (s *Service) Begin(ctx context.Context, p plan.Plan) error {
	if !p.Demo {
		return nil
	}
	for i := range demoMonths {
		c, err := s.demoCheckIn(p, i)
		if err != nil {
			return fmt.Errorf("past of a demo household: %w", err)
		}
		if err := s.Store.KeepCheckIn(ctx, p.ID, c); err != nil {
			return fmt.Errorf("keep check-in: %w", err)
		}
	}
	made, entries, err := s.demoSpending(p)
	if err != nil || len(entries) == 0 {
		return err
	}
	if err := s.Store.KeepImport(ctx, p.ID, made, entries, nil); err != nil {
		return fmt.Errorf("keep import: %w", err)
	}
	return nil
}

// demoSnapshots are the check-ins at which a demo household looked ahead.
var demoSnapshots = []int{0, 7}

// Foretell gives a demo household the snapshots of its past: what the engine says
// of its plan with what it had then.
func (s *Service) Foretell(ctx context.Context, p plan.Plan) error {
	if !p.Demo {
		return nil
	}
	for _, i := range demoSnapshots {
		c, err := s.demoCheckIn(p, i)
		if err != nil {
			return err
		}
		then, err := plan.Patch(p, patchOf(p, c.Day, c.Balances))
		if err != nil {
			return fmt.Errorf("demo household as it was: %w", err)
		}
		then.Start, then.RolledFrom = c.Day.Month().Add(1), ""
		at, err := time.Parse(time.DateOnly, string(c.Day))
		if err != nil {
			return err
		}
		if _, err := s.keep(ctx, then, at.Add(9*time.Hour), true, true); err != nil {
			return err
		}
	}
	return nil
}

// demoMonth is the month of a check-in of a demo household, the oldest being 0.
func (s *Service) demoMonth(i int) plan.Month {
	return plan.Month(s.Now().Format("2006-01")).Add(i - demoMonths)
}

func (s *Service) demoCheckIn(p plan.Plan, i int) (actual.CheckIn, error) {
	month := s.demoMonth(i)
	c := actual.CheckIn{ID: s.NewID(), Day: lastDay(month), Balances: []actual.Balance{}}
	made, err := time.Parse(time.DateOnly, string(c.Day))
	if err != nil {
		return c, err
	}
	c.Made = made.Add(9 * time.Hour)
	for _, item := range gridOf(p, nil) {
		then, same, err := demoBalance(p, item, month, swing[i])
		if err != nil {
			return c, err
		}
		c.Balances = append(c.Balances, actual.Balance{Record: item.Record, Kind: item.Kind, Name: item.Name, Amount: then, Same: same && i > 0})
	}
	c.NetWorth, err = actual.Worth(p, c.Balances)
	return c, err
}

// demoBalance is what a record of the plan was worth in another month: what is
// invested grew by saving and swung, debts went down, a deposit stayed.
func demoBalance(p plan.Plan, item Item, month plan.Month, swung int64) (then plan.Amount, same bool, err error) {
	k := int64(month.Since(plan.Month(item.LastAt)))
	factor := int64(1000)
	switch {
	case item.Kind == actual.Debt:
		factor -= 5 * k
	case item.Kind == actual.Property && p.Property[item.Record].Kind != plan.PropertyHome:
		return item.Last, true, nil
	case item.Kind == actual.Property:
		factor += 2 * k
	case p.Accounts[item.Record].Wrapper == plan.WrapperCash:
		factor += swung / 2
	default:
		factor += 9*k + swung
	}
	a, err := actual.Exact(item.Last, p.Currency)
	if err != nil {
		return plan.Amount{}, false, err
	}
	a.Minor = round(a.Minor/1000*max(factor, 0), a.Currency)
	return actual.Plain(a), false, nil
}

// round leaves hundreds of won and whole dollars: balances look like balances.
func round(minor int64, c money.Currency) int64 {
	if exp, _ := c.Exponent(); exp == 0 {
		return minor / 1000 * 1000
	}
	return minor / 100 * 100
}

func lastDay(m plan.Month) actual.Day {
	year, month := m.Date()
	return actual.DayOf(time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC))
}

func (s *Service) demoSpending(p plan.Plan) (actual.Import, []actual.Entry, error) {
	r := reading{}
	line := 0
	for i := range demoMonths {
		for _, id := range ordered(p.Spending, func(x plan.Spending) plan.Record { return x.Record }) {
			rows, err := demoRows(p, p.Spending[id], s.demoMonth(i), i, &line)
			if err != nil {
				return actual.Import{}, nil, err
			}
			r.review.Rows = append(r.review.Rows, rows...)
		}
	}
	seen := map[string]int{}
	for _, row := range r.review.Rows {
		a, err := actual.Exact(row.Amount, p.Currency)
		if err != nil {
			return actual.Import{}, nil, err
		}
		r.keys = append(r.keys, keyOf(statement.Row{Day: row.Day, Text: row.Text, Amount: a}, seen))
	}
	if len(r.review.Rows) == 0 {
		return actual.Import{}, nil, nil
	}
	made := actual.Import{ID: s.NewID(), Name: "demo.csv", Made: s.Now().UTC()}
	entries, err := r.entries(NewImport{}, &made, p.Currency)
	return made, entries, err
}

// demoRows are the payments of a month for one spending of the plan.
func demoRows(p plan.Plan, x plan.Spending, month plan.Month, i int, line *int) ([]ReviewRow, error) {
	if x.Archived || x.Span.Start == nil || x.Span.Start.At != plan.AtNow {
		return nil, nil
	}
	a, err := actual.Exact(x.Amount, p.Currency)
	if err != nil || string(a.Currency) != string(p.Currency) {
		return nil, err
	}
	monthly := a.Minor
	if x.Amount.Per == plan.PerYear {
		monthly /= 12
	}
	group := x.Group
	if group == "" {
		group = plan.GroupOther
	}
	// Groups go their own way: each begins elsewhere in the table.
	share := spentShare[(i+3*len(x.Name))%demoMonths]
	var rows []ReviewRow
	for _, v := range visits {
		*line++
		a.Minor = round(monthly*share/1000*v.share/100, a.Currency)
		rows = append(rows, ReviewRow{Line: *line, Day: fmt.Sprintf("%s-%02d", month, v.day), Text: x.Name, Category: x.Name, Group: group, Amount: actual.Plain(a), State: Valid})
	}
	return rows, nil
}
