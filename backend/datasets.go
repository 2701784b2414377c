package backend

import (
	"bytes"
	"context"

	"meridian/backend/dataset"
	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/plan"
	"meridian/backend/sqlite"
)

var (
	_ httpapi.Datasets   = (*dataset.Service)(nil)
	_ forecast.Histories = (*dataset.Service)(nil)
)

// newDatasets keeps the histories of markets that households brought.
func newDatasets(o Options, store *sqlite.DB, plans *journal.Service) *dataset.Service {
	return &dataset.Service{Store: store.Datasets, Plans: namingPlans{plans}, Now: o.Now}
}

// namingPlans finds the plans that name a data set.
type namingPlans struct{ plans *journal.Service }

var _ dataset.Plans = namingPlans{}

// Naming implements dataset.Plans. A hash stands nowhere in a document but where a
// data set is named, in the plan itself or in a scenario's patch.
func (n namingPlans) Naming(ctx context.Context, hashes ...string) (map[string][]dataset.PlanName, error) {
	named := map[string][]dataset.PlanName{}
	entries, err := n.plans.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		state, err := n.plans.Open(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		document := plan.Encode(state.Plan)
		for _, hash := range hashes {
			if bytes.Contains(document, []byte(hash)) {
				named[hash] = append(named[hash], dataset.PlanName{ID: e.ID, Name: e.Name})
			}
		}
	}
	return named, nil
}
