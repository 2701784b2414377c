package main

import (
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// bom is a list of parts in the form of CycloneDX 1.5; of that only what is
// filled in here. It has no serial number: that would differ with every build.
type bom struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
}

type metadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
}

type component struct {
	Type     string     `json:"type"`
	Ref      string     `json:"bom-ref,omitempty"`
	Name     string     `json:"name"`
	Version  string     `json:"version,omitempty"`
	Purl     string     `json:"purl,omitempty"`
	Licences []licensed `json:"licenses,omitempty"`
	Hashes   []hashed   `json:"hashes,omitempty"`
}

type licensed struct {
	Licence struct {
		ID string `json:"id"`
	} `json:"license"`
}

type hashed struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

// packSBOM writes the list of everything that is in the given programs and in
// the interface: --lock package-lock.json --version V --out FILE PROGRAM…
func packSBOM(args []string) error {
	flags := flag.NewFlagSet("sbom", flag.ContinueOnError)
	lock := flags.String("lock", "", "package-lock.json of the interface")
	extra := flags.String("extra", "", "packages of the lock that are shipped though they are for development")
	number := flags.String("version", "", "")
	out := flags.String("out", "", "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	at, err := epoch()
	if err != nil {
		return err
	}
	parts := map[string]component{}
	for _, program := range flags.Args() {
		if err := goParts(parts, program); err != nil {
			return err
		}
	}
	if err := npmParts(parts, *lock, strings.Fields(*extra)); err != nil {
		return err
	}
	list := bom{Format: "CycloneDX", Spec: "1.5", Version: 1, Metadata: metadata{at.Format("2006-01-02T15:04:05Z"), component{Type: "application", Name: "meridian", Version: *number}}}
	for _, ref := range slices.Sorted(maps.Keys(parts)) {
		list.Components = append(list.Components, parts[ref])
	}
	body, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(*out, append(body, '\n'), 0o644)
}

// goParts adds the modules that the linker wrote down in a program.
func goParts(parts map[string]component, program string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return fmt.Errorf("read what %s is built of: %w", program, err)
	}
	runtime := strings.TrimPrefix(strings.Fields(info.GoVersion)[0], "go")
	add(parts, component{Type: "library", Name: "std", Version: runtime, Purl: "pkg:golang/std@" + runtime})
	for _, m := range info.Deps {
		c := component{Type: "library", Name: m.Path, Version: m.Version, Purl: "pkg:golang/" + m.Path + "@" + m.Version}
		if m.Replace != nil {
			c.Name, c.Version, c.Purl = m.Replace.Path, m.Replace.Version, "pkg:golang/"+m.Replace.Path+"@"+m.Replace.Version
		}
		add(parts, c)
	}
	return nil
}

// npmParts adds the packages that the interface is built of.
func npmParts(parts map[string]component, path string, extra []string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var lock struct {
		Packages map[string]struct {
			Version, Integrity, License string
			Dev, Optional, Peer         bool
		}
	}
	if err := json.Unmarshal(raw, &lock); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	for place, p := range lock.Packages {
		at := strings.LastIndex(place, "node_modules/")
		if at < 0 {
			continue
		}
		name := place[at+len("node_modules/"):]
		if (p.Dev || p.Optional || p.Peer) && !slices.Contains(extra, name) {
			continue
		}
		c := component{Type: "library", Name: name, Version: p.Version, Purl: "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + p.Version}
		if p.License != "" && !strings.Contains(p.License, " ") {
			c.Licences = make([]licensed, 1)
			c.Licences[0].Licence.ID = p.License
		}
		if sum, ok := strings.CutPrefix(p.Integrity, "sha512-"); ok {
			if raw, err := base64.StdEncoding.DecodeString(sum); err == nil {
				c.Hashes = []hashed{{"SHA-512", hex.EncodeToString(raw)}}
			}
		}
		add(parts, c)
	}
	return nil
}

func add(parts map[string]component, c component) {
	c.Ref = c.Purl
	parts[c.Purl] = c
}
