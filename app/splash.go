//go:build desktop && production

package main

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"html/template"
	"net/http"

	"meridian/backend/settings"
)

// splashOrigin is where Wails shows the splash page from on Linux and macOS.
const splashOrigin = "wails://wails/"

//go:embed splash.html
var splashPage string

var splashTemplate = template.Must(template.New("splash").Parse(splashPage))

// splash is the first page of the window, and the only one that Wails serves.
type splash struct {
	Lang     settings.Locale
	Theme    settings.Theme
	Starting string
	Nonce    string // of the one script that may run
	Enter    string // the address it goes to at once, good for one use
	Trouble  string // why it goes nowhere; "" when it does
	Fix      string
}

// pages serves what next gives, anew for every request: an address that lets
// the page in is good only once.
func pages(next func() splash) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		shown := next()
		shown.Nonce = rand.Text()
		shown.Starting = wordsFor(shown.Lang).Starting
		var page bytes.Buffer
		if err := splashTemplate.Execute(&page, shown); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = page.WriteTo(w) // the window went away: nobody is left to tell
	}
}
