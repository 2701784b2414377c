package track

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"meridian/backend/actual"
	"meridian/backend/money"
	"meridian/backend/plan"
	"meridian/backend/statement"
)

// NewImport is a file and how to read it. Without a Layout the template of files
// like it is taken, and else a guess. Groups says where categories belong; Skip
// names lines to leave out, Anyway duplicates to take all the same.
type NewImport struct {
	Name   string                        `json:"name"`
	Data   []byte                        `json:"data"` // the file, in base64
	Layout *statement.Layout             `json:"layout,omitempty"`
	Groups map[string]plan.SpendingGroup `json:"groups,omitempty"`
	Skip   []int                         `json:"skip,omitempty"`
	Anyway []int                         `json:"anyway,omitempty"`
}

// RowState is what an import would do with a row.
type RowState string

// The states. Valid and warned rows are imported, duplicates only when they are
// asked for; errors and money that came in are not.
const (
	Valid     RowState = "valid"
	Warned    RowState = "warn"
	Faulty    RowState = "error"
	Duplicate RowState = "duplicate"
	Incoming  RowState = "incoming"
)

// Why is the reason of a state.
type Why string

// The reasons: what is wrong with a row, or odd about it.
const (
	WhyDate   Why = "date"
	WhyAmount Why = "amount"
	WhyFine   Why = "fine"
	WhyFuture Why = "future" // its day has not come
	WhyLarge  Why = "large"  // it is far above the others
	WhyGroup  Why = "group"  // nothing says where it belongs
)

// ReviewRow is a row and what an import would do with it.
type ReviewRow struct {
	Line     int                `json:"line"`
	Day      string             `json:"day,omitempty"`
	Text     string             `json:"text"`
	Category string             `json:"category,omitempty"` // what its group goes by
	Group    plan.SpendingGroup `json:"group,omitempty"`
	Amount   plan.Amount        `json:"amount"`
	State    RowState           `json:"state"`
	Why      Why                `json:"why,omitempty"`
}

// Category is what a file calls some of its rows, and the group that they go to.
type Category struct {
	Name  string             `json:"name"`
	Group plan.SpendingGroup `json:"group"`
	Rows  int                `json:"rows"`
	Known bool               `json:"known"` // said or remembered, rather than guessed
}

// Review is what an import would do.
type Review struct {
	Layout     statement.Layout `json:"layout"`
	Remembered bool             `json:"remembered"` // by a template
	Columns    []string         `json:"columns"`
	Sample     [][]string       `json:"sample"` // the first rows of the file, as they are
	Rows       []ReviewRow      `json:"rows"`
	Categories []Category       `json:"categories"` // those with the most rows first
	Fits       bool             `json:"fits"`       // false: the layout gives no rows, and must be mended
}

// sampled is how many rows of a file are shown.
const sampled = 12

// Review says what an import would do, and does nothing. Errors: those of the
// package statement, BadImport.
func (s *Service) Review(ctx context.Context, planID string, asked NewImport) (Review, error) {
	p, _, err := s.Plans.Open(ctx, planID)
	if err != nil {
		return Review{}, err
	}
	r, err := s.read(ctx, p, asked)
	if err != nil {
		return Review{}, err
	}
	return r.review, nil
}

// Import keeps the rows of a file that a review finds usable, and remembers the
// file's template. Errors: those of Review, NothingToImport.
func (s *Service) Import(ctx context.Context, planID string, asked NewImport) (actual.Import, error) {
	p, _, err := s.Plans.Open(ctx, planID)
	if err != nil {
		return actual.Import{}, err
	}
	r, err := s.read(ctx, p, asked)
	if err != nil {
		return actual.Import{}, err
	}
	if !r.review.Fits {
		return actual.Import{}, statement.BadLayout
	}
	made := actual.Import{ID: s.NewID(), Name: named(asked.Name), Made: s.Now().UTC()}
	entries, err := r.entries(asked, &made, p.Currency)
	if err != nil {
		return actual.Import{}, err
	}
	template := Template{Head: r.head, Layout: r.review.Layout, Groups: map[string]plan.SpendingGroup{}}
	for _, c := range r.review.Categories {
		if c.Known {
			template.Groups[c.Name] = c.Group
		}
	}
	if err := s.Store.KeepImport(ctx, planID, made, entries, &template); err != nil {
		return actual.Import{}, fmt.Errorf("keep import: %w", err)
	}
	return made, nil
}

// DropImport takes an import back with all its entries.
func (s *Service) DropImport(ctx context.Context, planID, id string) error {
	if _, _, err := s.Plans.Open(ctx, planID); err != nil {
		return err
	}
	return s.Store.DropImport(ctx, planID, id)
}

// reading is a file that was read, its rows with the key of each.
type reading struct {
	head   string
	review Review
	keys   []string
}

// read reads a file without changing anything.
func (s *Service) read(ctx context.Context, p plan.Plan, asked NewImport) (reading, error) {
	for _, g := range asked.Groups {
		if !slices.Contains(g.Words(), string(g)) {
			return reading{}, BadImport
		}
	}
	var as statement.Encoding
	delimiter := ""
	if asked.Layout != nil {
		as, delimiter = asked.Layout.Encoding, asked.Layout.Delimiter
	}
	table, err := statement.Read(asked.Data, as, delimiter)
	if err != nil {
		return reading{}, err
	}
	r, template, err := s.layout(ctx, p, table, asked)
	if err != nil {
		return reading{}, err
	}
	rows, err := statement.Rows(table, r.review.Layout, money.Currency(p.Currency))
	if err != nil {
		return r, nil // Fits stays false: the person mends the layout
	}
	r.review.Fits = true
	known, err := s.keys(ctx, p.ID, rows)
	if err != nil {
		return reading{}, err
	}
	r.judge(rows, known, grouping{asked.Groups, template.Groups}, string(actual.DayOf(s.Now().AddDate(0, 0, 1))))
	return r, nil
}

// layout settles how a table is meant.
func (s *Service) layout(ctx context.Context, p plan.Plan, table statement.Table, asked NewImport) (reading, Template, error) {
	guess := statement.Guess(table, money.Currency(p.Currency))
	r := reading{head: headOf(table, guess.Head)}
	template, remembered, err := s.Store.Template(ctx, p.ID, r.head)
	if err != nil {
		return reading{}, Template{}, fmt.Errorf("read template: %w", err)
	}
	r.review = Review{Layout: guess, Columns: columnsOf(table, guess.Head), Sample: table.Rows[:min(len(table.Rows), sampled)], Rows: []ReviewRow{}, Categories: []Category{}}
	switch {
	case asked.Layout != nil:
		r.review.Layout = *asked.Layout
		r.review.Layout.Encoding, r.review.Layout.Delimiter = table.Encoding, table.Delimiter
		r.review.Columns = columnsOf(table, asked.Layout.Head)
	case remembered && template.Layout.Check(table) == nil:
		r.review.Layout, r.review.Remembered = template.Layout, true
		r.review.Layout.Encoding, r.review.Layout.Delimiter, r.review.Layout.Head = table.Encoding, table.Delimiter, guess.Head
	}
	return r, template, nil
}

// headOf names files like a table: by what stands in its head.
func headOf(t statement.Table, head int) string {
	text := fmt.Sprintf("%d columns", len(t.Rows[0]))
	if head >= 0 && head < len(t.Rows) {
		text = strings.ToLower(strings.Join(t.Rows[head], "\x00"))
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// columnsOf are the names of the columns, "" for those without.
func columnsOf(t statement.Table, head int) []string {
	width := 0
	for _, row := range t.Rows {
		width = max(width, len(row))
	}
	names := make([]string, width)
	if head >= 0 && head < len(t.Rows) {
		copy(names, t.Rows[head])
	}
	return names
}

// keys are the keys of all entries in the time of some rows.
func (s *Service) keys(ctx context.Context, planID string, rows []statement.Row) (map[string]bool, error) {
	from, to := actual.Day("9999-12-31"), actual.Day("")
	for _, r := range rows {
		if day := actual.Day(r.Day); r.Wrong == "" {
			from, to = min(from, day), max(to, day)
		}
	}
	entries, err := s.Store.Entries(ctx, planID, from, to)
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	known := map[string]bool{}
	for _, e := range entries {
		known[e.Key] = true
	}
	return known, nil
}

// judge says what an import would do with each row.
func (r *reading) judge(rows []statement.Row, known map[string]bool, groups grouping, future string) {
	large := farAbove(rows)
	seen := map[string]int{}
	categories := map[string]*Category{}
	for _, row := range rows {
		j := ReviewRow{Line: row.Line, Day: row.Day, Text: row.Text, Category: cmp.Or(row.Category, row.Text), State: Valid}
		if row.Amount.Currency != "" {
			j.Amount = actual.Plain(row.Amount)
		}
		key := ""
		switch {
		case row.Wrong != "":
			j.State, j.Why = Faulty, Why(row.Wrong)
		case row.Incoming:
			j.State = Incoming
		default:
			key = keyOf(row, seen)
			sure := false
			j.Group, sure = groups.of(j.Category, row.Text)
			count(categories, j, groups.known(j.Category))
			switch {
			case known[key]:
				j.State = Duplicate
			case row.Day > future:
				j.State, j.Why = Warned, WhyFuture
			case large > 0 && row.Amount.Minor > large:
				j.State, j.Why = Warned, WhyLarge
			case !sure:
				j.State, j.Why = Warned, WhyGroup
			}
		}
		r.review.Rows, r.keys = append(r.review.Rows, j), append(r.keys, key)
	}
	r.review.Categories = listed(categories)
}

// keyOf names a payment: its day, text and amount, and the how-manieth of the
// same it is in its file. Two coffees on one day are two, and the same two in a
// file that overlaps.
func keyOf(row statement.Row, seen map[string]int) string {
	text := fmt.Sprintf("%s\x00%s\x00%s", row.Day, strings.ToLower(row.Text), row.Amount)
	seen[text]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", text, seen[text]))
	return hex.EncodeToString(sum[:16])
}

// farAbove is twenty times the middle amount, in minor units: what is above may
// be a slip. 0 says that there are too few rows to tell.
func farAbove(rows []statement.Row) int64 {
	var spent []int64
	for _, r := range rows {
		if r.Wrong == "" && !r.Incoming && r.Amount.Minor > 0 {
			spent = append(spent, r.Amount.Minor)
		}
	}
	if len(spent) < 10 {
		return 0
	}
	slices.Sort(spent)
	middle := spent[len(spent)/2]
	if middle > 1<<58 {
		return 0
	}
	return 20 * middle
}

func count(categories map[string]*Category, row ReviewRow, known bool) {
	c := categories[row.Category]
	if c == nil {
		c = &Category{Name: row.Category, Group: row.Group, Known: known}
		categories[row.Category] = c
	}
	c.Rows++
}

func listed(categories map[string]*Category) []Category {
	list := []Category{}
	for _, c := range categories {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b Category) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), strings.Compare(a.Name, b.Name))
	})
	return list
}

// entries are the rows that are to be kept; made is told their span and total.
func (r reading) entries(asked NewImport, made *actual.Import, c plan.Currency) ([]actual.Entry, error) {
	total := money.Amount{Currency: money.Currency(c)}
	var entries []actual.Entry
	for i, row := range r.review.Rows {
		wanted := row.State == Valid || row.State == Warned || row.State == Duplicate && slices.Contains(asked.Anyway, row.Line)
		if !wanted || slices.Contains(asked.Skip, row.Line) {
			continue
		}
		a, err := actual.Exact(row.Amount, c)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", row.Line, err)
		}
		if total, err = total.Add(a); err != nil {
			return nil, BadImport.With(err)
		}
		e := actual.Entry{Day: actual.Day(row.Day), Text: row.Text, Group: row.Group, Amount: row.Amount, Key: r.keys[i]}
		if row.Category != row.Text {
			e.Category = row.Category
		}
		entries = append(entries, e)
	}
	if len(entries) == 0 {
		return nil, NothingToImport
	}
	made.Entries, made.Total = len(entries), actual.Plain(total)
	made.From, made.To = entries[0].Day, entries[0].Day
	for _, e := range entries {
		made.From, made.To = min(made.From, e.Day), max(made.To, e.Day)
	}
	return entries, nil
}

// longestName is how much of a file's name is kept, in bytes.
const longestName = 200

func named(name string) string {
	for len(name) > longestName {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return name
}
