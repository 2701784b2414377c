package httpapi

import (
	"context"
	"net/http"

	"meridian/backend/dataset"
)

// Datasets keeps histories of markets that were brought. Its faults are those of the
// package dataset.
type Datasets interface {
	List(ctx context.Context) ([]dataset.Set, error)
	// Review says what would be taken in of a file, Keep takes it in, Drop deletes a
	// set that no plan names.
	Review(ctx context.Context, asked dataset.NewFile) (dataset.Review, error)
	Keep(ctx context.Context, asked dataset.NewFile) (dataset.Set, error)
	Drop(ctx context.Context, hash string) error
	// Table is a set as a file that can be taken in again.
	Table(ctx context.Context, hash string) ([]byte, error)
}

// DatasetList is the histories of markets that were brought, by name.
type DatasetList struct {
	Datasets []dataset.Set `json:"datasets"`
}

// embeddedDataset names the built-in history in the place of a hash.
const embeddedDataset = "embedded"

func (a *API) listDatasets(w http.ResponseWriter, r *http.Request) error {
	sets, err := a.Datasets.List(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, DatasetList{Datasets: sets})
}

func (a *API) reviewDataset(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[dataset.NewFile](r)
	if err != nil {
		return err
	}
	review, err := a.Datasets.Review(r.Context(), asked)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, review)
}

func (a *API) keepDataset(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[dataset.NewFile](r)
	if err != nil {
		return err
	}
	set, err := a.Datasets.Keep(r.Context(), asked)
	if err != nil {
		return err
	}
	return reply(w, http.StatusCreated, set)
}

func (a *API) getDatasetTable(w http.ResponseWriter, r *http.Request) error {
	table, hash := dataset.Embedded(), r.PathValue("dataset")
	if hash != embeddedDataset {
		var err error
		if table, err = a.Datasets.Table(r.Context(), hash); err != nil {
			return err
		}
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="monthly-returns.csv"`)
	_, err := w.Write(table)
	return err
}

func (a *API) dropDataset(w http.ResponseWriter, r *http.Request) error {
	if err := a.Datasets.Drop(r.Context(), r.PathValue("dataset")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
