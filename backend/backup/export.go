package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Export writes every plan as files that need no Meridian, in one zip archive:
// for each plan a directory with the whole document as plan.json, and a CSV
// table for each kind of record (accounts, income, …), a record a row and a
// field a column; what really happened likewise, as JSON and CSV. It is not encrypted. Tables begin with a byte order mark, by
// which spreadsheets know UTF-8.
func (s *Service) Export(ctx context.Context, to io.Writer) error {
	plans, err := s.Plans.Documents(ctx, true)
	if err != nil {
		return err
	}
	z := zip.NewWriter(to)
	now := s.Now()
	taken := map[string]bool{}
	for _, p := range plans {
		if err := ctx.Err(); err != nil {
			return err
		}
		folder := folderOf(p.Name, taken)
		if err := exportPlan(z, now, folder, p.Body); err != nil {
			return fmt.Errorf("export plan %s: %w", p.ID, err)
		}
		for _, t := range p.Tables {
			if err := exportTable(z, now, folder+"/"+t.Name, t); err != nil {
				return fmt.Errorf("export %s of plan %s: %w", t.Name, p.ID, err)
			}
		}
	}
	return z.Close()
}

func exportPlan(z *zip.Writer, now time.Time, folder string, body []byte) error {
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, body, "", "  "); err != nil {
		return err
	}
	if err := putFile(z, now, folder+"/plan.json", pretty.Bytes()); err != nil {
		return err
	}
	var sections map[string]json.RawMessage
	if err := json.Unmarshal(body, &sections); err != nil {
		return err
	}
	for _, name := range sorted(sections) {
		table := tableOf(sections[name])
		if table == nil {
			continue
		}
		if err := putFile(z, now, folder+"/"+name+".csv", table); err != nil {
			return err
		}
	}
	return nil
}

// exportTable writes a table that is not empty, as JSON and as CSV.
func exportTable(z *zip.Writer, now time.Time, name string, t Table) error {
	if len(t.Rows) == 0 {
		return nil
	}
	whole, err := json.MarshalIndent(t.Value, "", "  ")
	if err != nil {
		return err
	}
	if err := putFile(z, now, name+".json", whole); err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	_ = w.Write(t.Head) // a buffer takes everything
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = cell(text)
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return putFile(z, now, name+".csv", out.Bytes())
}

func putFile(z *zip.Writer, now time.Time, name string, body []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: now})
	if err != nil {
		return err
	}
	_, err = w.Write(body)
	return err
}

// tableOf is a collection of records as CSV; nil for what is not a collection.
func tableOf(section json.RawMessage) []byte {
	var records map[string]map[string]any
	if json.Unmarshal(section, &records) != nil || len(records) == 0 {
		return nil
	}
	rows := map[string]map[string]string{}
	columns := map[string]bool{}
	for id, record := range records {
		rows[id] = map[string]string{}
		flatten(rows[id], "", record)
		for column := range rows[id] {
			columns[column] = true
		}
	}
	delete(columns, "name") // stands first
	delete(columns, "sort") // orders the rows
	head := append([]string{"id", "name"}, sorted(columns)...)
	ids := sorted(rows)
	slices.SortStableFunc(ids, func(a, b string) int { return strings.Compare(rows[a]["sort"], rows[b]["sort"]) })
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	_ = w.Write(head) // a buffer takes everything
	for _, id := range ids {
		row := []string{cell(id)}
		for _, column := range head[1:] {
			row = append(row, cell(rows[id][column]))
		}
		_ = w.Write(row)
	}
	w.Flush()
	return out.Bytes()
}

// flatten puts every value of a record under the path that leads to it, such as
// balance.amt or steps.0.set.amt.
func flatten(into map[string]string, path string, value any) {
	under := func(key string) string {
		if path == "" {
			return key
		}
		return path + "." + key
	}
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			flatten(into, under(key), inner)
		}
	case []any:
		for i, inner := range v {
			flatten(into, under(strconv.Itoa(i)), inner)
		}
	case string:
		into[path] = v
	case float64:
		into[path] = strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		into[path] = strconv.FormatBool(v)
	}
}

// cell keeps a text from being taken for a formula (OWASP, CSV Injection).
// Numbers stay numbers.
func cell(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return text
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return text
	}
	return "'" + text
}

// folderOf is a name that every file system takes and no other plan has.
func folderOf(name string, taken map[string]bool) string {
	safe := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-' || c == ' ' {
			return c
		}
		return '_'
	}, name)
	safe = strings.TrimSpace(safe)
	if short := []rune(safe); len(short) > 60 {
		safe = strings.TrimSpace(string(short[:60]))
	}
	if safe == "" {
		safe = "plan"
	}
	folder := safe
	for n := 2; taken[strings.ToLower(folder)]; n++ {
		folder = safe + " " + strconv.Itoa(n)
	}
	taken[strings.ToLower(folder)] = true
	return folder
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
