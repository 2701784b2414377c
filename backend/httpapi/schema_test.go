package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"

	"meridian/backend/access"
	"meridian/backend/actual"
	"meridian/backend/answer"
	"meridian/backend/dataset"
	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/guest"
	"meridian/backend/job"
	"meridian/backend/library"
	"meridian/backend/methodology"
	"meridian/backend/plan"
	"meridian/backend/propose"
	"meridian/backend/schema"
	"meridian/backend/settings"
	"meridian/backend/simulate"
	"meridian/backend/statement"
	"meridian/backend/track"
)

// newShapes knows what the types that travel are called among one another,
// and which values those string types have that do not say so themselves.
func newShapes(t *testing.T) *schema.Shapes {
	t.Helper()
	s, err := schema.New("meridian/backend/httpapi")
	if err != nil {
		t.Fatal(err)
	}
	s.Call(plan.Record{}, "Entry")
	s.Call(plan.History(""), "ReturnHistory")
	s.Call(event.Kind(""), "HappeningKind")
	s.Call(job.Progress{}, "JobProgress")
	s.Call(job.State(""), "JobState")
	s.Call(job.Reason(""), "CancelReason")
	s.Call(forecast.Header{}, "ResultHeader")
	s.Call(forecast.Line{}, "CashflowLine")
	s.Call(forecast.Person{}, "ResultPerson")
	s.Call(forecast.Milestone{}, "ResultMilestone")
	s.Call(methodology.Document{}, "Methodology")
	s.Call(methodology.Section{}, "MethodologySection")
	s.Call(methodology.Block{}, "MethodologyBlock")
	s.Call(methodology.Table{}, "MethodologyTable")
	s.Call(methodology.Column{}, "MethodologyColumn")
	s.Call(methodology.Cell{}, "MethodologyCell")
	s.Call(methodology.BlockKind(""), "MethodologyBlockKind")
	s.Call(methodology.Unit(""), "MethodologyUnit")
	s.Call(methodology.Assumptions{}, "AssumptionPassports")
	s.Call(methodology.Passport{}, "AssumptionPassport")
	s.Call(methodology.PassportUnit(""), "AssumptionUnit")
	s.Call(methodology.Recorded{}, "RecordedHistory")
	s.Call(methodology.Distribution{}, "RecordedDistribution")
	s.Call(methodology.Answer{}, "KnownAnswer")
	s.Call(forecast.Move{}, "LeverMove")
	s.Call(simulate.Reason(""), "MoveReason")
	s.Call(forecast.Pair{}, "SolutionPair")
	s.Call(forecast.Difference{}, "BrushDifference")
	s.Call(forecast.Stress{}, "StressTest")
	s.Call(document.State(""), "DocumentState")
	s.Call(library.Known(""), "DocumentKnown")
	s.Call(library.Reason(""), "PinReason")
	s.Call(library.Forgetting{}, "Forgetting")
	s.Call(library.Field{}, "PlanField")
	s.Call(library.Route{}, "QuestionRoute")
	s.Call(document.ID(""), "DocumentID")
	s.Call(propose.Field(""), "ProposedField")
	s.Call(document.Kind(""), "DocumentKind")
	s.Call(Progress{}, "DocumentProgress")
	s.Call(track.State{}, "TrackState")
	s.Call(track.Item{}, "CheckInItem")
	s.Call(track.Spending{}, "SpendingTrack")
	s.Call(track.RowState(""), "ImportRowState")
	s.Call(track.Why(""), "ImportRowWhy")
	s.Call(track.Review{}, "ImportReview")
	s.Call(track.ReviewRow{}, "ImportRow")
	s.Call(track.Category{}, "ImportCategory")
	s.Call(track.Point{}, "CoursePoint")
	s.Call(dataset.NewFile{}, "NewDataset")
	s.Call(dataset.Review{}, "DatasetReview")
	s.Call(dataset.Set{}, "OwnDataset")
	s.Call(dataset.Column{}, "DatasetColumn")
	s.Call(dataset.Unit(""), "DatasetUnit")
	s.Call(dataset.Basis(""), "DatasetBasis")
	s.Call(actual.Day(""), "Day")
	s.Call(actual.Kind(""), "BalanceKind")
	s.Call(actual.Balance{}, "CheckInBalance")
	s.Call(actual.Import{}, "StatementImport")
	s.Call(actual.Fan{}, "SnapshotFan")
	s.Call(actual.Beyond(""), "StandingBeyond")
	s.Call(statement.Layout{}, "StatementLayout")
	s.Call(statement.Encoding(""), "StatementEncoding")
	s.Call(statement.Order(""), "DateOrder")
	s.Call(statement.Mark(""), "DecimalMark")
	s.Call(statement.Outgoing(""), "OutgoingSign")
	s.Call(answer.Card{}, "AnswerCard")
	s.Call(answer.By(""), "AnswerBy")
	s.Call(answer.Part{}, "AnswerPart")
	s.Call(answer.PartKind(""), "AnswerPartKind")
	s.Call(answer.Sentence{}, "AnswerSentence")
	s.Call(answer.Screen(""), "AnswerScreen")
	s.Call(answer.Figure{}, "AnswerFigure")
	s.Call(answer.Interval{}, "AnswerInterval")
	s.Call(answer.Bin{}, "CalibrationBin")
	s.Call(answer.Trial{}, "AnswerTrial")
	s.Call(answer.TrialState(""), "TrialState")
	s.Call(answer.Control{}, "AnswerControl")
	s.Call(answer.Option{}, "AnswerOption")
	s.Call(answer.Source{}, "AnswerSource")
	s.Call(answer.Choice{}, "AnswerChoice")
	s.Call(answer.Alternative{}, "AnswerAlternative")
	s.Call(answer.Spread{}, "AnswerSpread")
	s.Call(answer.Percentile{}, "SpreadPercentile")
	s.Call(answer.ModelUse{}, "ModelUse")
	s.Call(answer.Seen{}, "SeenMessage")
	s.Call(answer.Thread{}, "AdvisorThread")
	s.Call(answer.Suggestion{}, "SuggestedQuestion")
	s.Call(answer.Mark{}, "CardMark")
	s.Call(answer.TemplateID(""), "QuestionTemplate")
	s.Call(access.Role(""), "GuestRole")
	s.Call(access.Section(""), "GuestSection")
	s.Call(access.Visibility(""), "MoneyVisibility")
	s.Call(guest.Kind(""), "GuestKind")
	s.Call(guest.DraftState(""), "DraftState")
	s.Call(settings.Locale(""), "SettingsLocale")
	s.Call(settings.Basis(""), "SettingsBasis")
	s.Call(settings.Window{}, "SettingsWindow")
	s.Call(settings.GPU(""), "GPUVerdict")

	s.Close(access.Role(""), "owner", "editor", "adviser", "viewer")
	s.Close(access.Section(""), "people", "accounts", "income", "spending", "property", "goals", "rules", "results", "documents", "advisor")
	s.Close(access.Visibility(""), "full", "rounded", "percent")
	s.Close(guest.Kind(""), "person", "program")
	s.Close(guest.DraftState(""), "open", "accepted", "declined")
	s.Close(fault.Severity(""), "error", "warning")
	s.Close(event.Kind(""), "plan.changed", "plan.archived", "plan.restored", "presence", "settings.changed", "library", "track", "lock", "assessed", "lagged", "share")
	s.Close(job.State(""), "queued", "running", "done", "failed", "cancelled")
	s.Close(job.Reason(""), "user", "superseded", "edited", "closing")
	s.Close(forecast.Purpose(""), "full", "preview")
	s.Close(methodology.BlockKind(""), "text", "list", "formula", "table")
	s.Close(methodology.Unit(""), "text", "number", "share", "rate", "points")
	s.Close(methodology.PassportUnit(""), "rate", "share", "correlation", "number", "choice")
	s.Close(simulate.Reason(""), "pay", "payroll", "required", "earmarked", "surplus", "sale", "refill", "order", "early", "market")
	s.Close(forecast.AnalysisKind(""), "drivers", "solve", "map", "stress", "anatomy", "success")
	s.Close(forecast.LeverID(""), "retire", "spendEssential", "spendFlexible", "spendRetired", "saving", "returns", "volatility", "inflation", "fees", "publicPension", "longevity", "equity")
	s.Close(forecast.StressID(""), "earlyCrash", "stagflation", "lowerReturns", "longLife", "pensionCut", "incomeStops", "careCost")
	s.Close(document.State(""), "waiting", "extract", "chunk", "embed", "index", "ready", "locked", "failed")
	s.Close(library.Reason(""), "statement", "policy", "contract", "tax", "other")
	s.Close(library.Known(""), "new", "same", "title")
	s.Close(propose.Field(""), "balance", "asOf", "fee", "pension", "premium", "payout", "owed", "payment", "rate", "rent", "deposit", "start", "end")
	s.Close(document.Kind(""), "", "pdf", "docx", "xlsx", "csv", "html", "markdown", "text", "epub", "email", "image")
	s.Close(actual.Kind(""), "account", "property", "debt")
	s.Close(actual.Beyond(""), "below", "above")
	s.Close(track.RowState(""), "valid", "warn", "error", "duplicate", "incoming")
	s.Close(track.Why(""), "date", "amount", "fine", "future", "large", "group")
	s.Close(dataset.Unit(""), "percent", "fraction", "levels")
	s.Close(dataset.Basis(""), "nominal", "real")
	s.Close(statement.Encoding(""), "utf-8", "cp949", "utf-16le", "utf-16be", "windows-1252")
	s.Close(statement.Order(""), "ymd", "dmy", "mdy")
	s.Close(statement.Mark(""), ".", ",")
	s.Close(statement.Outgoing(""), "negative", "positive")
	s.Close(answer.By(""), "engine", "model", "quotes", "nobody")
	s.Close(answer.PartKind(""), "text", "figure", "quote")
	s.Close(answer.TrialState(""), "open", "applied", "kept", "dismissed")
	s.Close(settings.Locale(""), "", "en", "ko")
	s.Close(settings.Theme(""), "system", "light", "dark")
	s.Close(settings.Privacy(""), "show", "blur", "scramble")
	s.Close(settings.Basis(""), "real", "nominal")
	s.Close(settings.Way(""), "quick", "named", "nearby")
	s.Close(settings.GPU(""), "", "works", "software", "none")
	return s
}

// closedFields are the values of plain string fields, by type and field.
var closedFields = map[string][]string{
	"Fact.unit":           {"share", "currency", "currencyPerMonth", "years", "months", "age", "count", "rate"},
	"Fact.basis":          {"real", "nominal", ""},
	"JobProgress.phase":   {"simulate", "solve", "integrate", "analyse", "copy", "seal", "verify", "forecast", "trial", "drivers", "anatomy", "stress", "search", "understand", "write"},
	"AnswerFigure.unit":   {"share", "points", "currency", "currencyPerMonth", "years", "months", "age", "count", "rate", ""},
	"AnswerChoice.basis":  {"asked", "words", "model"},
	"AnswerCard.rating":   {"", "up", "down"},
	"ResultHeader.metric": {"essentialFunded", "allFunded"},
	"Analysis.metric":     {"essentialFunded", "allFunded"},
	"Driver.unit":         leverUnits,
	"Solution.unit":       leverUnits,
	"LeverAmount.unit":    leverUnits,
	"LeverAxis.unit":      leverUnits,
	"ClassAmount.class":   taxClasses,
	"TaxEntry.class":      taxClasses,
	"CashflowLine.kind":   lineKinds,
	"ReplayLine.kind":     lineKinds,
}

var leverUnits = []string{"months", "share", "points", "years"}

var taxClasses = []string{
	"untaxed", "ordinary", "pension", "interest", "dividends", "gains", "capped", "wages", "secondWages",
	"deferred", "retired", "severance", "savedPension", "savedRetirement", "selfEmployed", "secondSelfEmployed", "withheld", "otherIncome", "fees",
}

var lineKinds = []string{"income", "spending", "goal", "debt", "property", "saving", "withdrawal", "tax", "fee", "return", "unfunded"}

// description writes the OpenAPI document of a route table.
type description struct{ shapes *schema.Shapes }

func (d description) document(table []Route) map[string]any {
	for _, extra := range []any{plan.Record{}, ProblemDocument{}, Happening{}, JobDone{}, JobCancelled{}, job.Progress{}} {
		d.shapes.Add(extra)
	}
	paths := map[string]map[string]any{}
	for _, r := range table {
		at := Prefix + r.path()
		if paths[at] == nil {
			paths[at] = map[string]any{}
		}
		paths[at][strings.ToLower(r.method())] = d.operation(r)
	}
	return map[string]any{
		"openapi":  "3.1.0",
		"info":     map[string]any{"title": "Meridian", "version": path.Base(Prefix), "summary": "Plans, forecasts and settings of one household."},
		"paths":    paths,
		"security": []any{map[string]any{"cookie": []any{}}, map[string]any{"owner": []any{}}},
		"components": map[string]any{
			"schemas": d.schemas(),
			"securitySchemes": map[string]any{
				"cookie": map[string]any{"type": "apiKey", "in": "cookie", "name": "meridian_*", "description": "Given for a ticket at /enter; its name differs at every launch."},
				"owner":  map[string]any{"type": "http", "scheme": "bearer"},
			},
		},
	}
}

// schemas are the definitions as a JSON tree, in which maps of anything say so
// and closed fields list their values.
func (d description) schemas() map[string]any {
	raw, err := json.Marshal(d.shapes.Definitions())
	if err != nil {
		panic(err)
	}
	raw = []byte(strings.ReplaceAll(string(raw), `"#/$defs/`, `"#/components/schemas/`))
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
		panic(err)
	}
	for where, words := range closedFields {
		name, field, _ := strings.Cut(where, ".")
		at := tree[name].(map[string]any)["properties"].(map[string]any)[field].(map[string]any)
		at["enum"] = words
	}
	openMaps(tree)
	return tree
}

func openMaps(node any) {
	switch node := node.(type) {
	case map[string]any:
		if node["type"] == "object" && node["properties"] == nil && node["additionalProperties"] == nil {
			node["additionalProperties"] = true
		}
		for _, child := range node {
			openMaps(child)
		}
	case []any:
		for _, child := range node {
			openMaps(child)
		}
	}
}

func (d description) operation(r Route) map[string]any {
	op := map[string]any{
		"operationId": r.ID, "summary": r.About, "x-needs": string(r.Needs),
		"responses": map[string]any{
			fmt.Sprint(statusOf(r)): d.answer(r.Out),
			"default":               map[string]any{"description": "What went wrong.", "content": content("application/problem+json", d.ref(ProblemDocument{}))},
		},
	}
	if parameters := parametersOf(r); len(parameters) > 0 {
		op["parameters"] = parameters
	}
	if media, raw := r.In.(Media); raw {
		op["requestBody"] = map[string]any{"required": true, "content": content(string(media), map[string]any{})}
	} else if r.In != nil {
		op["requestBody"] = map[string]any{"required": true, "content": content("application/json", d.ref(r.In))}
	}
	return op
}

func (d description) answer(out any) map[string]any {
	switch out := out.(type) {
	case nil:
		return map[string]any{"description": "Done."}
	case Media:
		return map[string]any{"description": "As it is.", "content": content(string(out), map[string]any{})}
	}
	return map[string]any{"description": "As asked.", "content": content("application/json", d.ref(out))}
}

func (d description) ref(value any) map[string]any {
	if _, anything := value.(patchOf); anything {
		return map[string]any{"type": "object", "additionalProperties": true}
	}
	return map[string]any{"$ref": "#/components/schemas/" + d.shapes.Add(value)}
}

func content(media string, schema map[string]any) map[string]any {
	return map[string]any{media: map[string]any{"schema": schema}}
}

func parametersOf(r Route) []any {
	var found []any
	_, query, asked := strings.Cut(r.Pattern, "?")
	for name := range strings.SplitSeq(query, "&") {
		if !asked {
			break
		}
		name, optional := strings.CutSuffix(name, "?")
		found = append(found, map[string]any{"name": name, "in": "query", "required": !optional, "schema": map[string]any{"type": "string"}})
	}
	for part := range strings.SplitSeq(r.path(), "/") {
		if strings.HasPrefix(part, "{") {
			found = append(found, map[string]any{"name": strings.Trim(part, "{}"), "in": "path", "required": true, "schema": map[string]any{"type": "string"}})
		}
	}
	if r.Kind != Read {
		found = append(found, map[string]any{"name": "Idempotency-Key", "in": "header", "schema": map[string]any{"type": "string", "maxLength": 128},
			"description": "Repeating the request under the same key gives the first answer and changes nothing more."})
	}
	return found
}

// statusOf is the status of success.
func statusOf(r Route) int {
	switch {
	case r.Status != 0:
		return r.Status
	case r.Out == nil:
		return http.StatusNoContent
	}
	return http.StatusOK
}
