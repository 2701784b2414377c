package actual

import (
	"time"

	"meridian/backend/plan"
)

// Day is a calendar day, "YYYY-MM-DD".
type Day string

// DayOf is the day of a moment, where the moment is.
func DayOf(t time.Time) Day { return Day(t.Format(time.DateOnly)) }

// Known reports whether d is a day of the calendar.
func (d Day) Known() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Month is the month that the day is in; "" when d is not a day.
func (d Day) Month() plan.Month {
	if !d.Known() {
		return ""
	}
	return plan.Month(d[:7])
}

// Passed is the share of its month that has passed when the day ends, in (0, 1].
func (d Day) Passed() float64 {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 1
	}
	last := time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return float64(t.Day()) / float64(last)
}

// Kind is what a balance is of.
type Kind string

// The kinds of balance. What is owed on a debt is positive.
const (
	Account  Kind = "account"
	Property Kind = "property"
	Debt     Kind = "debt"
)

// Balance is what one record of the plan was worth. Same says that whoever
// checked in found it unchanged.
type Balance struct {
	Record string      `json:"record"`
	Kind   Kind        `json:"kind"`
	Name   string      `json:"name,omitempty"`
	Amount plan.Amount `json:"amount"` // amt and cur only
	Same   bool        `json:"same,omitempty"`
}

// CheckIn is what everything was worth on a day. NetWorth is in the plan's
// currency, at the plan's rates of when it was kept.
type CheckIn struct {
	ID       string      `json:"id"`
	Day      Day         `json:"day"`
	Made     time.Time   `json:"made"`
	NetWorth plan.Amount `json:"netWorth"`
	Balances []Balance   `json:"balances"`
}

// Entry is one payment; a negative amount is money that came back.
type Entry struct {
	Day      Day                `json:"day"`
	Text     string             `json:"text"`
	Category string             `json:"category,omitempty"` // as the file calls it
	Group    plan.SpendingGroup `json:"group"`
	Amount   plan.Amount        `json:"amount"`
	// Key is the same for the same payment in two files that overlap.
	Key string `json:"key"`
}

// Import is what came from one file.
type Import struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"` // of the file
	Made    time.Time   `json:"made"`
	From    Day         `json:"from"`
	To      Day         `json:"to"`
	Entries int         `json:"entries"`
	Total   plan.Amount `json:"total"`
}

// Snapshot is what a forecast said when it was made, without its lines.
type Snapshot struct {
	ID       string        `json:"id"`
	Made     time.Time     `json:"made"`
	Auto     bool          `json:"auto"`
	Hash     string        `json:"hash"`
	Engine   string        `json:"engine"`
	Seed     uint64        `json:"seed"`
	N        int           `json:"n"`
	Start    plan.Month    `json:"start"` // the first month of its lines
	Months   int           `json:"months"`
	Currency plan.Currency `json:"currency"`
	Success  float64       `json:"success"` // a share
}

// Fan is the lines of a snapshot's net worth: [percentile][month], at the end of
// each month, in whole units of its currency.
type Fan struct {
	Percentiles []int       `json:"percentiles"` // ascending
	Real        [][]float64 `json:"real"`        // in money of the first month
	Nominal     [][]float64 `json:"nominal"`     // in money of the day
}
