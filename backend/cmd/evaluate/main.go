// Command evaluate measures search: it takes public question sets through the
// chunker, the store and the finder that Meridian ships with, and prints how
// often the right page is among the first found. The sets are no part of the
// project; where they are absent, it says so and succeeds.
//
//	evaluate [-missed] DIRECTORY
package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"meridian/backend/chunk"
	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/retrieve"
	"meridian/backend/sqlite"
)

func main() {
	verbose := flag.Bool("missed", false, "list the questions whose page was not among the first five")
	flag.Parse()
	if err := run(context.Background(), flag.Arg(0), *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "evaluate:", err)
		os.Exit(1)
	}
}

// set is a collection of documents with questions about them.
type set struct {
	name      string
	load      func(dir string) ([]source, []asked, error)
	depth     int     // the bar stands at this many pages
	bar       float64 // the least share of questions whose page is among them
	directory string
}

// source is a document as a set gives it.
type source struct {
	title string
	pages []document.Page
	keys  []string // what each page is called in the set
}

// asked is a question and the pages that answer it.
type asked struct {
	question string
	gold     []string
}

var sets = []set{
	{name: "FinanceBench dev", directory: "financebench", load: financeBench, depth: 5, bar: 0.55},
	{name: "AutoRAG-KO", directory: "autorag_ko", load: autoRAG, depth: 5, bar: 0.98},
	{name: "welfare-KO", directory: "welfare_ko", load: welfare, depth: 5, bar: 0.87},
}

func run(ctx context.Context, dir string, verbose bool) error {
	fmt.Printf("%-18s %9s %6s %6s %6s %6s %7s %8s %8s %8s %9s\n",
		"set", "passages", "asked", "hit@1", "hit@5", "hit@10", "MRR@10", "p50 ms", "p99 ms", "open ms", "intake s")
	var failed []string
	for _, s := range sets {
		place := filepath.Join(dir, s.directory)
		if _, err := os.Stat(place); errors.Is(err, fs.ErrNotExist) {
			fmt.Printf("%-18s is not here: %s\n", s.name, place)
			continue
		}
		result, err := measure(ctx, s, place, verbose)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Println(result)
		if got := result.hit(s.depth); got < s.bar {
			failed = append(failed, fmt.Sprintf("%s: hit@%d is %.3f, should be %.2f", s.name, s.depth, got, s.bar))
		}
	}
	if len(failed) > 0 {
		return errors.New(strings.Join(failed, "; "))
	}
	return nil
}

// result is what came of one set.
type result struct {
	name     string
	passages int
	ranks    []int // of the first right page, from 1; 0 where it was not among the first ten
	times    []time.Duration
	open     time.Duration // until the first question was answered
	intake   time.Duration
}

func (r result) hit(k int) float64 {
	n := 0
	for _, rank := range r.ranks {
		if rank > 0 && rank <= k {
			n++
		}
	}
	return float64(n) / float64(len(r.ranks))
}

func (r result) reciprocal() float64 {
	sum := 0.0
	for _, rank := range r.ranks {
		if rank > 0 {
			sum += 1 / float64(rank)
		}
	}
	return sum / float64(len(r.ranks))
}

func (r result) String() string {
	slices.Sort(r.times)
	at := func(share float64) float64 { return ms(r.times[int(share*float64(len(r.times)-1))]) }
	return fmt.Sprintf("%-18s %9d %6d %6.3f %6.3f %6.3f %7.3f %8.1f %8.1f %8.1f %9.1f",
		r.name, r.passages, len(r.ranks), r.hit(1), r.hit(5), r.hit(10), r.reciprocal(), at(0.5), at(0.99), ms(r.open), r.intake.Seconds())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func measure(ctx context.Context, s set, dir string, verbose bool) (r result, err error) {
	sources, questions, err := s.load(dir)
	if err != nil {
		return result{}, err
	}
	temporary, err := os.MkdirTemp("", "evaluate")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(temporary)
	db, err := sqlite.Open(ctx, filepath.Join(temporary, "library.db"), sqlite.Options{})
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	began := time.Now()
	shelf, err := takeIn(ctx, db, sources)
	if err != nil {
		return result{}, err
	}
	r = result{name: s.name, passages: shelf.passages, intake: time.Since(began)}
	finder := &retrieve.Finder{Index: db.Documents, Embedder: retrieve.Lexical{}}
	for i, q := range questions {
		began := time.Now()
		answer, err := finder.Find(ctx, retrieve.Query{Text: q.question, Tenant: tenant, Most: 10})
		if err != nil {
			return result{}, err
		}
		if took := time.Since(began); i == 0 {
			r.open = took
		} else {
			r.times = append(r.times, took)
		}
		rank := q.rank(shelf, answer)
		r.ranks = append(r.ranks, rank)
		if verbose && (rank == 0 || rank > s.depth) {
			fmt.Printf("  at %d, should be %v: %s\n", rank, q.gold, q.question)
		}
	}
	return r, nil
}

// rank is the place of the first right page, from 1; 0 where there is none.
func (a asked) rank(shelf taken, answer retrieve.Answer) int {
	for i, f := range answer.Found {
		if slices.Contains(a.gold, shelf.keys[f.Document][f.Passage.Page-1]) {
			return i + 1
		}
	}
	return 0
}

const tenant document.Tenant = "evaluation"

// taken is what is known of the documents that were taken in.
type taken struct {
	passages int
	keys     map[document.ID][]string
}

func takeIn(ctx context.Context, db *sqlite.DB, sources []source) (taken, error) {
	embedder := retrieve.Lexical{}
	t := taken{keys: map[document.ID][]string{}}
	now := time.Now()
	for i, s := range sources {
		id := document.ID(ulid.MustNew(ulid.Timestamp(now), strings.NewReader(fmt.Sprintf("%010d", i))).String())
		record := document.Record{ID: id, Tenant: tenant, Hash: document.TextHash(s.title + strconv.Itoa(i)), Title: s.title, Kind: document.Text,
			State: document.Chunking, Added: now, Used: now, Expires: document.Expires(now)}
		if _, _, err := db.Documents.Add(ctx, record); err != nil {
			return t, err
		}
		n, err := shelve(ctx, db.Documents, embedder, id, s)
		if err != nil {
			return t, fmt.Errorf("%s: %w", s.title, err)
		}
		t.passages += n
		t.keys[id] = s.keys
	}
	return t, nil
}

func shelve(ctx context.Context, documents *sqlite.Documents, embedder retrieve.Embedder, id document.ID, s source) (int, error) {
	passages, about := chunk.Cut(s.title, s.pages)
	if err := documents.AddPages(ctx, id, "evaluate", s.pages); err != nil {
		return 0, err
	}
	if err := documents.AddPassages(ctx, id, chunk.Version, passages); err != nil {
		return 0, err
	}
	if _, err := documents.Change(ctx, id, func(r *document.Record) error { r.About = about; return nil }); err != nil {
		return 0, err
	}
	if err := embed(ctx, documents, embedder, id); err != nil {
		return 0, err
	}
	if _, err := documents.IndexVectors(ctx, id, embedder.Model(), len(passages)); err != nil {
		return 0, err
	}
	_, err := documents.Finish(ctx, id)
	return len(passages), err
}

func embed(ctx context.Context, documents *sqlite.Documents, embedder retrieve.Embedder, id document.ID) error {
	for {
		texts, left, err := documents.Unembedded(ctx, id, embedder.Model(), 2000)
		if err != nil || left == 0 {
			return err
		}
		vectors, err := embedder.Embed(ctx, embedding.Passage, texts)
		if err != nil {
			return err
		}
		if err := documents.PutVectors(ctx, id, embedder.Model(), texts, vectors); err != nil {
			return err
		}
	}
}

// eachLine calls do with every line of a file, unpacked where it is packed.
func eachLine(path string, do func([]byte) error) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return err
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
	}
	return lines.Err()
}

func financeBench(dir string) ([]source, []asked, error) {
	var sources []source
	at := map[string]int{}
	err := eachLine(filepath.Join(dir, "pages.jsonl.gz"), func(line []byte) error {
		var p struct {
			Doc  string `json:"doc"`
			Page int    `json:"page"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(line, &p); err != nil {
			return err
		}
		i, known := at[p.Doc]
		if !known {
			i = len(sources)
			at[p.Doc] = i
			sources = append(sources, source{title: p.Doc})
		}
		sources[i].add(p.Text, fmt.Sprint(p.Doc, "/", p.Page))
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	var questions []asked
	err = eachLine(filepath.Join(dir, "dev.jsonl"), func(line []byte) error {
		var q struct {
			Question string   `json:"question"`
			Gold     [][2]any `json:"gold"`
		}
		if err := json.Unmarshal(line, &q); err != nil {
			return err
		}
		a := asked{question: q.Question}
		for _, g := range q.Gold {
			a.gold = append(a.gold, fmt.Sprint(g[0], "/", g[1]))
		}
		questions = append(questions, a)
		return nil
	})
	return sources, questions, err
}

func (s *source) add(text, key string) {
	s.pages = append(s.pages, document.Page{Number: len(s.pages) + 1, Text: text})
	s.keys = append(s.keys, key)
}

// autoRAG has pages named "field - file.pdf - number".
func autoRAG(dir string) ([]source, []asked, error) {
	var sources []source
	at := map[string]int{}
	err := eachLine(filepath.Join(dir, "corpus.jsonl"), corpusLine(func(id, text string) {
		title := id[:max(strings.LastIndex(id, " - "), 0)]
		if _, file, ok := strings.Cut(title, " - "); ok {
			title = file
		}
		i, known := at[title]
		if !known {
			i = len(sources)
			at[title] = i
			sources = append(sources, source{title: title})
		}
		sources[i].add(text, id)
	}))
	if err != nil {
		return nil, nil, err
	}
	questions, err := questionsOf(dir)
	return sources, questions, err
}

// welfare has documents of one page, whose first line is their title.
func welfare(dir string) ([]source, []asked, error) {
	var sources []source
	err := eachLine(filepath.Join(dir, "corpus.jsonl"), corpusLine(func(id, text string) {
		title, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
		s := source{title: title}
		s.add(text, id)
		sources = append(sources, s)
	}))
	if err != nil {
		return nil, nil, err
	}
	questions, err := questionsOf(dir)
	return sources, questions, err
}

func corpusLine(add func(id, text string)) func([]byte) error {
	return func(line []byte) error {
		var d struct {
			ID   string `json:"id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		add(d.ID, d.Text)
		return nil
	}
}

func questionsOf(dir string) ([]asked, error) {
	var questions []asked
	err := eachLine(filepath.Join(dir, "queries.jsonl"), func(line []byte) error {
		var q struct {
			Question string   `json:"question"`
			Gold     []string `json:"gold"`
		}
		err := json.Unmarshal(line, &q)
		questions = append(questions, asked{q.Question, q.Gold})
		return err
	})
	return questions, err
}
