package httpapi

import (
	"net/http"

	"meridian/backend/forecast"
	"meridian/backend/tax"
)

// TaxLaws are the regimes whose numbers come from a country's law.
type TaxLaws struct {
	Laws []TaxLaw `json:"laws"`
}

// TaxLaw is one regime: which years are built in, and what accounts it knows.
type TaxLaw struct {
	Regime string `json:"regime"`
	// First and Last are the years that packs are built in for.
	First int       `json:"first"`
	Last  int       `json:"last"`
	Packs []TaxPack `json:"packs"` // earliest year first
	Kinds []TaxKind `json:"kinds"`
}

// TaxPack is the law's figures for one year and where they were published.
type TaxPack struct {
	ID      string      `json:"id"`
	Year    int         `json:"year"`
	Sources []TaxSource `json:"sources"`
}

// TaxSource is a public document and the place in it.
type TaxSource struct {
	Document string `json:"document"`
	Where    string `json:"where"`
}

// TaxKind is a sort of account. Group names the yearly limit it is under.
type TaxKind struct {
	ID      string `json:"id"`
	Wrapper string `json:"wrapper"`
	Group   string `json:"group,omitempty"`
}

// PlanCaps are the yearly limits that a plan's saving rules are under.
type PlanCaps struct {
	Caps []forecast.Cap `json:"caps"`
}

func (a *API) getTaxLaws(w http.ResponseWriter, _ *http.Request) error {
	laws := TaxLaws{Laws: []TaxLaw{lawOf(tax.FederalID), lawOf(tax.KoreaID)}}
	return reply(w, http.StatusOK, laws)
}

func lawOf(regime string) TaxLaw {
	first, last, _ := tax.Known(regime)
	law := TaxLaw{Regime: regime, First: first, Last: last}
	for _, p := range tax.Packs(regime) {
		pack := TaxPack{ID: p.ID, Year: p.Year}
		for _, s := range p.Sources {
			pack.Sources = append(pack.Sources, TaxSource(s))
		}
		law.Packs = append(law.Packs, pack)
	}
	for _, k := range tax.Kinds(regime) {
		law.Kinds = append(law.Kinds, TaxKind(k))
	}
	return law
}

func (a *API) getCaps(w http.ResponseWriter, r *http.Request) error {
	state, err := a.Plans.Open(r.Context(), r.PathValue("plan"))
	if err != nil {
		return err
	}
	caps, err := forecast.Caps(state.Plan)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, PlanCaps{Caps: caps})
}
