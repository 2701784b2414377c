package backend

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"meridian/backend/answer"
	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/graph"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/library"
	"meridian/backend/plan"
	"meridian/backend/sqlite"
	"meridian/backend/track"
)

var _ httpapi.Advisor = (*answer.Service)(nil)

// newAdvisor is the advisor over a store. While no model is chosen every
// sentence comes from a template.
func newAdvisor(o Options, store *sqlite.DB, plans *journal.Service, forecasts *forecasts, shelf *library.Service, models *models, turns *turns, actual *track.Service) *answer.Service {
	return &answer.Service{
		Engine: planner{forecasts}, Plans: openPlans{plans}, Library: shelves{shelf}, Store: store.Threads, Assessments: store.Assessments, Actual: happened{actual},
		Model: turns.queue, Choose: models.chat, Candidate: models.candidate, Path: pathOf(store.Settings, models),
		Now: o.Now, NewID: o.NewID, Log: o.Logger,
	}
}

// pathOf is the path that the owner's settings say: one of their own, or the usual
// one with a share of answers for a model on trial.
func pathOf(chosen *sqlite.Settings, models *models) func(context.Context) (graph.Graph, bool) {
	return func(ctx context.Context) (graph.Graph, bool) {
		s, err := chosen.Get(ctx)
		if err != nil {
			return graph.Graph{}, false
		}
		if s.Advisor.Path != "" {
			g, err := answer.ParsePath([]byte(s.Advisor.Path))
			return g, err == nil
		}
		if _, there := models.candidate(ctx); there {
			return answer.Usual(s.Advisor.Share), true
		}
		return graph.Graph{}, false
	}
}

// openPlans finds the plan that a question is about.
type openPlans struct{ plans *journal.Service }

func (o openPlans) Plan(ctx context.Context, id, scenario string) (plan.Plan, error) {
	state, err := o.plans.Open(ctx, id)
	if err != nil || scenario == "" {
		return state.Plan, err
	}
	return plan.Branch(state.Plan, scenario)
}

// Newest implements answer.Plans.
func (o openPlans) Newest(ctx context.Context, id string) (int, error) {
	state, err := o.plans.Open(ctx, id)
	return state.Revision, err
}

// At implements answer.Plans.
func (o openPlans) At(ctx context.Context, id string, revision int) (plan.Plan, error) {
	return o.plans.Plan(ctx, id, revision)
}

// planner plays plans for the advisor, and keeps what it has played as every
// forecast is kept: what a scenario leads to is there when somebody looks at it.
type planner struct{ forecasts *forecasts }

var _ answer.Engine = planner{}

// Forecast implements answer.Engine.
func (e planner) Forecast(ctx context.Context, p plan.Plan, progress func(done, total int)) (answer.Forecast, error) {
	run := forecast.RunSpec{Purpose: forecast.Full}
	hash, kept, err := e.forecasts.Find(ctx, p, run)
	if err == nil && !kept {
		hash, err = e.forecasts.Run(ctx, p, run, func(pr forecast.Progress) { progress(pr.Done, pr.Total) })
	}
	if err != nil {
		return answer.Forecast{}, err
	}
	result, err := e.forecasts.Result(ctx, hash)
	if err != nil {
		return answer.Forecast{}, err
	}
	return forecastOf(result.Header), nil
}

func forecastOf(h forecast.Header) answer.Forecast {
	f := answer.Forecast{Hash: h.Hash, N: h.N, Confidence: h.Confidence, Facts: map[string]answer.Fact{}}
	for id, fact := range h.Facts {
		f.Facts[id] = factOf(fact.Value, fact.Unit, fact.CI)
	}
	f.Success = f.Facts[successOf(h)]
	for _, p := range h.Limits {
		f.Limits = append(f.Limits, p.Text)
	}
	return f
}

// successOf is the fact that a forecast's headline states.
func successOf(h forecast.Header) string {
	if h.Metric == "allFunded" {
		return "success.full"
	}
	return "success.essential"
}

func factOf(value float64, unit string, ci *forecast.Interval) answer.Fact {
	f := answer.Fact{Value: value, Unit: unit}
	if ci != nil {
		f.CI = &answer.Interval{Low: ci.Low, High: ci.High}
	}
	return f
}

// Moved implements answer.Engine.
func (e planner) Moved(p plan.Plan, moves []answer.Move) (plan.Plan, map[string]any, error) {
	var levers []forecast.LeverAt
	for _, m := range moves {
		levers = append(levers, forecast.LeverAt{Lever: forecast.LeverID(m.Lever), Amount: m.Amount})
	}
	return forecast.Moved(p, levers...)
}

// Compare implements answer.Engine.
func (e planner) Compare(ctx context.Context, a, b answer.Forecast) (answer.Paired, error) {
	paired, err := e.forecasts.Compare(ctx, a.Hash, b.Hash)
	if err != nil {
		return answer.Paired{}, err
	}
	out := answer.Paired{N: paired.N, Rescued: paired.OnlyB, Lost: paired.OnlyA}
	if paired.Estimate.CI != nil {
		out.CI = &answer.Interval{Low: paired.Delta.CI.Low, High: paired.Delta.CI.High}
	}
	return out, nil
}

// Look implements answer.Engine.
func (e planner) Look(ctx context.Context, p plan.Plan, look answer.Look, target float64, progress func(done, total int)) (answer.Findings, error) {
	spec := forecast.AnalysisSpec{Kind: forecast.AnalysisKind(look)}
	if look == answer.LookReach {
		spec.Confidence = target
	}
	hash, kept, err := e.forecasts.FindAnalysis(ctx, p, spec)
	if err == nil && !kept {
		hash, err = e.forecasts.Analyse(ctx, p, spec, func(pr forecast.Progress) { progress(pr.Done, pr.Total) })
	}
	if err != nil {
		return answer.Findings{}, err
	}
	a, err := e.forecasts.Analysis(ctx, hash)
	if err != nil {
		return answer.Findings{}, err
	}
	return findingsOf(&a), nil
}

func findingsOf(a *forecast.Analysis) answer.Findings {
	switch {
	case a.Drivers != nil:
		return driven(a.Drivers)
	case a.Solve != nil:
		return solved(a)
	case a.Stress != nil:
		return stressed(a.Stress)
	case a.Anatomy != nil:
		return explained(a.Anatomy)
	}
	return answer.Findings{}
}

func estimateOf(e *forecast.Estimate) answer.Fact {
	if e == nil {
		return answer.Fact{Unit: "share"}
	}
	return factOf(e.Value, "share", e.CI)
}

func driven(d *forecast.Drivers) (out answer.Findings) {
	for _, row := range d.Rows {
		for _, m := range []forecast.Move{row.Down, row.Up} {
			if !m.Possible {
				continue
			}
			out.Findings = append(out.Findings, answer.Finding{
				Moves: []answer.Move{{Lever: string(row.Lever), Unit: row.Unit, Amount: m.Amount}},
				Patch: m.Patch, Success: estimateOf(m.Success), Delta: estimateOf(m.Delta),
			})
		}
	}
	return out
}

// solved lists the single changes that reach the target and then, where there
// are none, the pairs.
func solved(a *forecast.Analysis) answer.Findings {
	out := answer.Findings{Already: a.Solve.Already, Target: a.Solve.Target}
	for _, s := range a.Solve.Single {
		out.Findings = append(out.Findings, answer.Finding{
			Moves: []answer.Move{{Lever: string(s.Lever), Unit: s.Unit, Amount: s.Amount}},
			Patch: s.Patch, Success: estimateOf(s.Success), Reached: s.Reached,
		})
	}
	if slices.ContainsFunc(out.Findings, func(f answer.Finding) bool { return f.Reached }) {
		return out
	}
	for _, p := range a.Solve.Pairs {
		f := answer.Finding{Patch: p.Patch, Success: estimateOf(&p.Success), Reached: true}
		for _, l := range p.Levers {
			f.Moves = append(f.Moves, answer.Move{Lever: string(l.Lever), Unit: l.Unit, Amount: l.Amount})
		}
		out.Findings = append(out.Findings, f)
	}
	return out
}

func stressed(s *forecast.Stress) (out answer.Findings) {
	for _, row := range s.Rows {
		if row.Possible {
			out.Findings = append(out.Findings, answer.Finding{
				Name: row.Name, Told: row.Told, Patch: row.Patch, Success: estimateOf(row.Success), Delta: estimateOf(row.Delta),
			})
		}
	}
	return out
}

// explained lists the causes, the most frequent first, each with the first future
// that fails by it.
func explained(a *forecast.Anatomy) answer.Findings {
	out := answer.Findings{Failed: a.Failed}
	for _, c := range a.Causes {
		if c.Count == 0 {
			continue
		}
		cause := answer.Cause{Name: c.Cause, Share: c.Share}
		if i := slices.IndexFunc(a.Futures, func(f forecast.Failure) bool { return f.Cause == c.Cause }); i >= 0 {
			cause.Told, cause.Future = a.Futures[i].Text, a.Futures[i].Future
		}
		out.Causes = append(out.Causes, cause)
	}
	slices.SortStableFunc(out.Causes, func(x, y answer.Cause) int { return cmp.Compare(y.Share, x.Share) })
	return out
}

// shelves finds and reads passages for the advisor.
type shelves struct{ library *library.Service }

var _ answer.Library = shelves{}

// Ask implements answer.Library.
func (s shelves) Ask(ctx context.Context, tenant document.Tenant, question string, among []document.ID) (answer.Passages, error) {
	found, err := s.library.Ask(ctx, library.Question{Tenant: tenant, Question: question, Documents: among})
	if err != nil {
		return answer.Passages{}, err
	}
	out := answer.Passages{Literal: found.Literal && len(found.Quotes) > 0}
	for _, q := range found.Quotes {
		c := q.Citation
		out.Sources = append(out.Sources, answer.Source{
			Document: c.Document, Page: c.Page, Span: c.Span, QuoteHash: c.QuoteHash,
			Quote: c.Quote, Title: q.Title, Label: q.Label, Scanned: q.Scanned,
		})
	}
	return out, nil
}

// Read implements answer.Library.
func (s shelves) Read(ctx context.Context, source answer.Source) (answer.Source, error) {
	gone := source
	gone.Gone = true
	d, err := s.library.Document(ctx, source.Document)
	if fault.Of(err) == fault.NotFound {
		return gone, nil
	}
	if err != nil {
		return answer.Source{}, fmt.Errorf("read document %s: %w", source.Document, err)
	}
	page, err := s.library.Page(ctx, source.Document, source.Page)
	if errors.Is(err, library.NoPage) {
		return gone, nil
	}
	if err != nil {
		return answer.Source{}, fmt.Errorf("read page of document %s: %w", source.Document, err)
	}
	text, ok := source.Span.Of(page.Text)
	if !ok || document.QuoteHash(text) != source.QuoteHash {
		return gone, nil
	}
	source.Quote, source.Title, source.Label, source.Scanned = text, d.Title, page.Label, page.Scanned
	return source, nil
}

// mostLines is how many lines of a document an assessment quotes.
const mostLines = 3

// Facts implements answer.Library.
func (s shelves) Facts(ctx context.Context, id document.ID) (answer.DocumentFacts, error) {
	d, err := s.library.Document(ctx, id)
	if err != nil {
		return answer.DocumentFacts{}, err
	}
	proposals, err := s.library.Proposals(ctx, id)
	if err != nil {
		return answer.DocumentFacts{}, err
	}
	facts := answer.DocumentFacts{Tenant: d.Tenant, Pages: d.Pages, Values: len(proposals)}
	slices.SortStableFunc(proposals, func(a, b library.Proposal) int {
		switch {
		case a.Sure == b.Sure:
			return 0
		case a.Sure:
			return -1
		}
		return 1
	})
	quoted := map[string]bool{}
	for _, p := range proposals {
		c := p.Citation
		if len(facts.Lines) < mostLines && !quoted[c.QuoteHash] {
			quoted[c.QuoteHash] = true
			facts.Lines = append(facts.Lines, answer.Source{Document: c.Document, Page: c.Page, Span: c.Span, QuoteHash: c.QuoteHash, Quote: c.Quote, Title: d.Title, Scanned: p.Scanned})
		}
	}
	return facts, nil
}
