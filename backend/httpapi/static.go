package httpapi

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"meridian/backend/fault"
)

// nonceMark stands in index.html where the nonce of the response goes.
const nonceMark = "__NONCE__"

// policy is the content security policy of every answer: nothing but our own
// files, no inline script, and styles either from files or marked by the nonce.
func policy(nonce string) string {
	style := "style-src 'self'"
	if nonce != "" {
		style += " 'nonce-" + nonce + "'"
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", style,
		"img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'",
		"worker-src 'self' blob:", "manifest-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'",
	}, "; ")
}

// harden sets the headers that hold for every answer.
func harden(h http.Header) {
	h.Set("Content-Security-Policy", policy(""))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
}

// pages serves the built interface. Its files hold nothing private, so they
// need no credentials: a browser does not send a strict cookie with the very
// navigation that has just received it from another site.
type pages struct{ files fs.FS }

func (p pages) serve(w http.ResponseWriter, r *http.Request) error {
	if !safe(r.Method) {
		w.Header().Set("Allow", "GET, HEAD")
		return errMethod
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name == "" || name == "index.html" {
		return p.index(w, r)
	}
	raw, err := fs.ReadFile(p.files, name)
	switch {
	case err == nil:
		p.file(w, r, name, raw)
		return nil
	case path.Ext(name) != "" || strings.HasPrefix(name, "api/"):
		return errNoRoute
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		return p.index(w, r) // an address of the interface's own
	}
	return p.index(w, r)
}

// types are the media types of what a build holds; the machine's own table is not asked.
var types = map[string]string{
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
	".json": "application/json", ".webmanifest": "application/manifest+json",
	".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".webp": "image/webp",
	".woff2": "font/woff2", ".wasm": "application/wasm", ".txt": "text/plain; charset=utf-8",
}

// file serves one file. What lies in assets/ has the hash of its content in
// its name and never changes.
func (p pages) file(w http.ResponseWriter, r *http.Request, name string, raw []byte) {
	kind := types[path.Ext(name)]
	if kind == "" {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, name, noTime, bytes.NewReader(raw))
}

// index serves the page of the interface, with a nonce of its own each time.
func (p pages) index(w http.ResponseWriter, r *http.Request) error {
	raw, err := fs.ReadFile(p.files, "index.html")
	status := http.StatusOK
	if err != nil {
		raw, status = []byte(notBuilt), http.StatusServiceUnavailable
	}
	nonce := newNonce()
	raw = bytes.ReplaceAll(raw, []byte(nonceMark), []byte(nonce))
	w.Header().Set("Content-Security-Policy", policy(nonce))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(raw)
	}
	return nil
}

func newNonce() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw)
}

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Meridian</title>
<h1>The interface is not built</h1>
<p>This binary was compiled before the pages were. Run <code>make build</code>, or
<code>npm ci &amp;&amp; npm run build</code> in <code>frontend/</code>, and compile again.
The API works: see <code>/api/v1/openapi.json</code>.</p>
<p lang="ko">화면이 아직 빌드되지 않았습니다. <code>make build</code>를 실행한 뒤 다시 컴파일하세요.</p>
</html>
`

// page answers a failed visit (not an API call) with a few words instead of a
// problem document: it is a person who came.
func page(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err, localeOf(r))
	var f *fault.Error
	if errors.As(err, &f) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(p.Status)
		_, _ = w.Write([]byte(p.Title + "\n" + p.Fix + "\n"))
	}
}
