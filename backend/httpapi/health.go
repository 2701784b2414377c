package httpapi

import (
	"net/http"

	"meridian/backend/health"
)

// IssueList is what is not in order, the worst first.
type IssueList struct {
	Issues []health.Issue `json:"issues"`
}

func (a *API) getIssues(w http.ResponseWriter, r *http.Request) error {
	issues, err := a.Issues(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, IssueList{Issues: issues})
}
