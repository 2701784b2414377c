package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"meridian/backend/settings"
)

// plans makes plans of files that the program is started with, over the same
// API as everyone: one way in, one set of checks.
type plans struct {
	api    string // address of the API, with a slash at its end
	owner  string // secret of this launch
	locale settings.Locale
}

// addWait bounds one request to our own server.
const addWait = 20 * time.Second

// add makes a plan of the file at path and returns its id. Its error is fit to
// be shown: the title of the problem, and what to do.
func (p plans) add(ctx context.Context, path string) (id string, err error) {
	document, err := readPlan(path)
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(map[string]any{"from": "document", "document": json.RawMessage(document)})
	if err != nil {
		return "", fmt.Errorf("%s is not JSON: %w", path, err)
	}
	ctx, cancel := context.WithTimeout(ctx, addWait)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.api+"plans", bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("add plan: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+p.owner)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", rand.Text())
	request.Header.Set("Accept-Language", string(p.locale))
	return answered(http.DefaultClient.Do(request))
}

// answered reads the id of a new plan, or the problem that kept it from being.
func answered(response *http.Response, err error) (string, error) {
	if err != nil {
		return "", fmt.Errorf("add plan: %w", err)
	}
	defer response.Body.Close()
	var said struct{ ID, Title, Fix string }
	if err := json.NewDecoder(response.Body).Decode(&said); err != nil {
		return "", fmt.Errorf("add plan: %w", err)
	}
	if response.StatusCode != http.StatusCreated {
		return "", errors.New(said.Title + "\n" + said.Fix)
	}
	return said.ID, nil
}

// quoted is text as a string of JavaScript.
func quoted(text string) string {
	q, err := json.Marshal(text)
	if err != nil {
		panic("a string cannot fail to be JSON")
	}
	return string(q)
}
