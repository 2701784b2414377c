package dataset

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"meridian/backend/fault"
	"meridian/backend/market"
)

// inMemory is a store and the plans that name its sets.
type inMemory struct {
	kept  map[string]Kept
	plans []PlanName
}

func (m *inMemory) Datasets(context.Context) ([]Kept, error) {
	var all []Kept
	for _, k := range m.kept {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b Kept) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

func (m *inMemory) Dataset(_ context.Context, hash string) (Kept, bool, error) {
	k, ok := m.kept[hash]
	return k, ok, nil
}

func (m *inMemory) KeepDataset(_ context.Context, k Kept) error {
	m.kept[k.Hash] = k
	return nil
}

func (m *inMemory) DropDataset(_ context.Context, hash string) error {
	if _, ok := m.kept[hash]; !ok {
		return Unknown
	}
	delete(m.kept, hash)
	return nil
}

func (m *inMemory) Naming(_ context.Context, hashes ...string) (map[string][]PlanName, error) {
	named := map[string][]PlanName{}
	for _, hash := range hashes {
		named[hash] = m.plans
	}
	return named, nil
}

func newService() (*Service, *inMemory) {
	m := &inMemory{kept: map[string]Kept{}}
	return &Service{Store: m, Plans: m, Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }}, m
}

// file is a file of some months from 1990-01 on; line writes the cells of one.
func file(head string, months int, line func(t int) string) []byte {
	var b strings.Builder
	b.WriteString(head + "\n")
	for t := range months {
		fmt.Fprintf(&b, "%04d-%02d,%s\n", 1990+t/12, t%12+1, line(t))
	}
	return []byte(b.String())
}

func TestTheEmbeddedHistoryComesBackToTheBit(t *testing.T) {
	s, _ := newService()
	set, err := s.Keep(t.Context(), NewFile{Data: Embedded(), Name: "Shiller", Basis: Real})
	if err != nil {
		t.Fatal(err)
	}
	past, err := s.History(t.Context(), set.Hash)
	if err != nil || past == nil {
		t.Fatalf("the set is not kept: %v", err)
	}
	r := market.Recorded()
	for name, want := range map[string][]float64{"stocks": r.Stocks, "bonds": r.Bonds, "cash": r.Cash} {
		if !slices.Equal(past.Series[market.Series(name)], want) {
			t.Errorf("%s came back otherwise", name)
		}
	}
	if !slices.Equal(past.Inflation, r.Inflation) {
		t.Error("inflation came back otherwise")
	}
	if set.From != "1871-01" || set.To != "2023-05" || set.Months != 1829 {
		t.Errorf("the span is %s to %s, %d months", set.From, set.To, set.Months)
	}
	table, err := s.Table(t.Context(), set.Hash)
	if err != nil || string(table) != string(Embedded()) {
		t.Errorf("the file that comes out is another: %v", err)
	}
}

// What three ways of writing the same history come to: shares of one bring 1 % a
// month, prices 0.2 %, so that really 1.01/1.002 is gained.
func TestUnitsAreRecognised(t *testing.T) {
	index := func(rate float64, t int) float64 { return 250 * math.Pow(1+rate, float64(t)) }
	wiggle := func(t int) float64 { return 0.03 * float64(t%2*2-1) }
	files := map[Unit][]byte{
		Percent:  file("date,Shares,CPI", 36, func(t int) string { return fmt.Sprintf("%.6f,0.2", 1+100*wiggle(t)) }),
		Fraction: file("date,Shares,CPI", 36, func(t int) string { return fmt.Sprintf("%.8f,0.002", 0.01+wiggle(t)) }),
		Levels:   file("date,Shares,CPI", 36, func(t int) string { return fmt.Sprintf("%.8f,%.8f", index(0.01, t), index(0.002, t)) }),
	}
	for unit, data := range files {
		r, h, err := read(NewFile{Data: data})
		if err != nil || len(r.told) > 0 {
			t.Fatalf("%s: %v, %v", unit, err, r.told)
		}
		for _, c := range r.columns {
			if c.unit != unit {
				t.Errorf("%s is read as %s where it is %s", c.name, c.unit, unit)
			}
		}
		first := (1.01 + wiggle(0)) / 1.002
		if unit == Levels {
			first = 1.01 / 1.002
		}
		if got := h.growth[0][0]; math.Abs(got-first) > 1e-6 || math.Abs(h.inflation[0]-1.002) > 1e-6 {
			t.Errorf("%s: the first month grows by %v, want %v; prices %v", unit, got, first, h.inflation[0])
		}
	}
	signs := file("date,Shares,CPI", 36, func(int) string { return "1.5%,0.2%" })
	if r, h, err := read(NewFile{Data: signs}); err != nil || r.columns[0].unit != Percent || math.Abs(h.growth[0][0]-1.015/1.002) > 1e-12 {
		t.Errorf("percent signs are not understood: %v", err)
	}
	mixed := file("date,Shares,CPI", 36, func(t int) string { return fmt.Sprintf("%.6f,%.4f", 1+100*wiggle(t), index(0.002, t)) })
	r, h, err := read(NewFile{Data: mixed})
	if err != nil || r.columns[0].unit != Percent || r.columns[1].unit != Levels || h.from != "1990-02" || len(h.inflation) != 35 {
		t.Errorf("an index of prices beside returns: %+v from %s, %v", r.columns, h.from, err)
	}
	asked, _, err := read(NewFile{Data: files[Fraction], Unit: Percent})
	if err != nil || asked.columns[0].unit != Percent {
		t.Errorf("the unit that was asked for is not taken: %v", err)
	}
}

func TestMonthsAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"1990-01": "1990-01", "1990/1/31": "1990-01", "1990.12": "1990-12", "199003": "1990-03", "19900331": "1990-03",
		"03/1990": "1990-03", "Mar 1990": "1990-03", "31 March 1990": "1990-03", "1990년 3월": "1990-03", "1990년3월31일": "1990-03",
		"1990": "", "": "", "1990-13": "", "total": "", "03/31/1990": "", "1990-00": "", "99999999": "",
	} {
		if got, ok := monthIn(text, ""); string(got) != want || ok != (want != "") {
			t.Errorf("%q is read as %q", text, got)
		}
	}
	if got, _ := monthIn("1871.1", "1871-09"); got != "1871-10" {
		t.Errorf("1871.1 after September is read as %q", got)
	}
	if got, _ := monthIn("1871.1", "1870-12"); got != "1871-01" {
		t.Errorf("1871.1 after December is read as %q", got)
	}
}

// told reports whether a line is said to be wrong in a way.
func told(r *reading, pointer, code string) bool {
	return slices.ContainsFunc(r.told, func(p fault.Problem) bool { return p.Pointer == pointer && p.Code == "dataset."+code })
}

func TestEveryFaultHasItsLine(t *testing.T) {
	good := func(int) string { return "0.01,0.002" }
	swap := func(at int, line string) []byte {
		return file("date,Shares,CPI", 40, func(t int) string {
			if t == at {
				return line
			}
			return good(t)
		})
	}
	lines := strings.Split(string(swap(-1, "")), "\n")
	without := func(at int) []byte { return []byte(strings.Join(slices.Concat(lines[:at], lines[at+1:]), "\n")) }
	for name, tt := range map[string]struct {
		data          []byte
		pointer, code string
	}{
		"a word":      {swap(5, "abc,0.002"), "/lines/7", "figure"},
		"a hole":      {swap(5, ",0.002"), "/lines/7", "missing"},
		"a leap":      {swap(5, "75,0.002"), "/lines/7", "growth"},
		"a gap":       {without(8), "/lines/9", "gap"},
		"no month":    {append(swap(-1, ""), []byte("Source: somebody,1,2\n")...), "/lines/42", "month"},
		"one twice":   {append(swap(-1, ""), []byte("1993-04,0.01,0.002\n")...), "/lines/42", "again"},
		"names twice": {file("date,Shares,Shares,CPI", 40, func(int) string { return "0.01,0.01,0.002" }), "/lines/1", "twice"},
		"no prices":   {file("date,Shares,Bonds", 40, good), "", "inflation"},
		"prices only": {file("date,CPI", 40, func(int) string { return "0.002" }), "", "alone"},
		"too short":   {file("date,Shares,CPI", 12, good), "", "short"},
	} {
		r, _, err := read(NewFile{Data: tt.data})
		if err != nil || len(r.told) != 1 || !told(r, tt.pointer, tt.code) {
			t.Errorf("%s: want %s at %q, got %v, %v", name, tt.code, tt.pointer, err, r.told)
		}
		s, m := newService()
		if _, err := s.Keep(t.Context(), NewFile{Data: tt.data}); !errors.Is(err, Wrong) || len(m.kept) > 0 {
			t.Errorf("%s: it is taken in: %v", name, err)
		}
	}
}

func TestWhatIsNoHistoryIsRefused(t *testing.T) {
	yearly := "year,Shares,CPI\n"
	for y := range 40 {
		yearly += fmt.Sprintf("%d,0.07,0.02\n", 1980+y)
	}
	for name, tt := range map[string]struct {
		data string
		want error
	}{
		"years":     {yearly, Yearly},
		"year ends": {strings.NewReplacer("\n19", "\n31 Dec 19", "\n20", "\n31 Dec 20").Replace(yearly), Yearly},
		"nothing":   {"", NoTable},
		"prose":     {"Dear Sir,\nplease find\nattached", NoTable},
		"binary":    {"PK\x03\x04\x00\x00\x00\x08\x00\x00", NoTable},
		"too large": {strings.Repeat("1990-01,1,2\n", Largest/11), TooLarge},
	} {
		if _, _, err := read(NewFile{Data: []byte(tt.data)}); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

func TestTheEndsAreTrimmedAndOrderDoesNotMatter(t *testing.T) {
	ragged := file("date,Shares,Bonds,CPI,Notes", 60, func(t int) string {
		bonds := "0.004"
		if t < 6 || t == 59 {
			bonds = ""
		}
		return "0.01," + bonds + ",0.002,none"
	})
	r, h, err := read(NewFile{Data: ragged})
	if err != nil || len(r.told) > 0 || r.leftOut != 7 || h.from != "1990-07" || len(h.inflation) != 53 || !slices.Equal(r.ignored, []string{"Notes"}) {
		t.Fatalf("%d left out, from %s, ignored %v: %v, %v", r.leftOut, h.from, r.ignored, r.told, err)
	}
	lines := strings.Split(strings.TrimSpace(string(ragged)), "\n")
	slices.Reverse(lines[1:])
	_, back, err := read(NewFile{Data: []byte(strings.Join(lines, "\r\n"))})
	if err != nil || string(back.canonical()) != string(h.canonical()) {
		t.Errorf("the newest month first is another history: %v", err)
	}
	comma := strings.NewReplacer(",", ";", ".", ",").Replace(string(ragged))
	if _, other, err := read(NewFile{Data: []byte(comma)}); err != nil || string(other.canonical()) != string(h.canonical()) {
		t.Errorf("decimal commas are another history: %v", err)
	}
}

func TestASetThatAPlanNamesStays(t *testing.T) {
	s, m := newService()
	asked := NewFile{Data: file("date,Shares,CPI", 40, func(int) string { return "0.01,0.002" }), Name: "Mine", Country: "KR", Licence: "CC BY 4.0"}
	review, err := s.Review(t.Context(), asked)
	if err != nil || review.Here || review.Set == nil || len(m.kept) != 0 || review.Inflation != "CPI" {
		t.Fatalf("a review keeps nothing and knows: %+v, %v", review, err)
	}
	set, err := s.Keep(t.Context(), asked)
	if err != nil || set.Hash != review.Set.Hash || set.Country != "KR" {
		t.Fatalf("%+v, %v", set, err)
	}
	if again, err := s.Review(t.Context(), asked); err != nil || !again.Here {
		t.Errorf("the same figures are not recognised: %v", err)
	}
	if got, want := set.Columns[0].Growth, math.Pow(1.01/1.002, 12)-1; math.Abs(got-want) > 1e-5 || set.Columns[0].Windows == 0 {
		t.Errorf("growth %v, want %v", got, want)
	}
	m.plans = []PlanName{{ID: "p1", Name: "Ours"}}
	if err := s.Drop(t.Context(), set.Hash); !errors.Is(err, InUse) {
		t.Errorf("a set that is drawn from is dropped: %v", err)
	}
	m.plans = nil
	if err := s.Drop(t.Context(), set.Hash); err != nil {
		t.Error(err)
	}
	if past, err := s.History(t.Context(), set.Hash); err != nil || past != nil {
		t.Errorf("a set that was dropped is still played: %v", err)
	}
	if err := s.Drop(t.Context(), set.Hash); !errors.Is(err, Unknown) {
		t.Errorf("dropped twice: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("date,Shares,CPI\n1990-01,0.01,0.002\n1990-02,0.01,0.002\n"), "", "")
	f.Add(file("date,Shares,CPI", 30, func(int) string { return "1.5%,100.1" }), "", "nominal")
	f.Add(Embedded()[:4_000], "fraction", "real")
	f.Add([]byte("1990.9;1,5;2\n1990.1;1,5;2"), "levels", "")
	f.Fuzz(func(t *testing.T, data []byte, unit, basis string) {
		r, h, err := read(NewFile{Data: data, Unit: Unit(unit), Basis: Basis(basis)})
		if err != nil {
			if !errors.Is(err, NoTable) && !errors.Is(err, TooLarge) && !errors.Is(err, Yearly) {
				t.Fatalf("no fault that is told: %v", err)
			}
			return
		}
		if len(r.told) > 0 {
			return
		}
		again, err := parse(h.canonical())
		if err != nil {
			t.Fatal(err)
		}
		if string(again.canonical()) != string(h.canonical()) {
			t.Fatal("a canonical table does not come back as it was")
		}
		spec := market.Spec{Model: market.Model{Kind: market.Replay}, Past: again.past()}
		for _, name := range again.names {
			spec.Classes = append(spec.Classes, market.Class{ID: name, History: market.Series(name)})
		}
		if wrong := spec.Check(); len(wrong) > 0 {
			t.Fatalf("what is taken in cannot be played: %v", wrong[0].Err)
		}
	})
}
