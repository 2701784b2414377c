package httpapi

import (
	"fmt"
	"net/http"

	"meridian/backend/methodology"
)

func (a *API) getMethodology(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, methodology.Compose(a.About.Engine))
}

func (a *API) getAssumptions(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, methodology.Passports())
}

func (a *API) selfTest(w http.ResponseWriter, r *http.Request) error {
	start := a.Now()
	answers, err := methodology.Check(r.Context())
	if err != nil {
		return fmt.Errorf("test the engine: %w", err)
	}
	ms := float64(a.Now().Sub(start).Microseconds()) / 1000
	return reply(w, http.StatusOK, methodology.NewSelfTest(a.About.Engine, ms, answers))
}
