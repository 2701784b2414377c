package sqlite

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"meridian/backend/dataset"
)

func TestDatasetsAreKeptUnderWhatTheySay(t *testing.T) {
	db := openNew(t, Options{})
	table := dataset.Embedded()
	k := dataset.Kept{Hash: "h", Name: "Mine", Licence: "CC BY 4.0", Country: "US", Made: time.UnixMilli(1_700_000_000_000).UTC(), Table: table}
	if err := db.Datasets.KeepDataset(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	k.Name = "Ours"
	if err := db.Datasets.KeepDataset(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	got, ok, err := db.Datasets.Dataset(t.Context(), "h")
	if err != nil || !ok || !reflect.DeepEqual(got, k) {
		t.Errorf("kept %q of %d bytes, %v, %v", got.Name, len(got.Table), ok, err)
	}
	if all, err := db.Datasets.Datasets(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d are kept: %v", len(all), err)
	}
	if err := db.Datasets.DropDataset(t.Context(), "h"); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := db.Datasets.Dataset(t.Context(), "h"); ok || err != nil {
		t.Errorf("it is still there: %v", err)
	}
	if err := db.Datasets.DropDataset(t.Context(), "h"); !errors.Is(err, dataset.Unknown) {
		t.Errorf("dropped twice: %v", err)
	}
}
