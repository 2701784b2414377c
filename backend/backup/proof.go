package backup

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"meridian/backend/durable"
)

// proof is that a file of a size was read to its end and was whole.
type proof struct {
	At    time.Time `json:"at"`
	Bytes int64     `json:"bytes"`
}

// proofs are what is known of files by their names. A file that cannot be read
// is none: then nothing is known.
func (s *Service) proofs() map[string]proof {
	known := map[string]proof{}
	raw, err := os.ReadFile(s.Proofs)
	if err != nil || json.Unmarshal(raw, &known) != nil {
		return map[string]proof{}
	}
	return known
}

// prove notes that a backup was read to its end. Where it cannot be noted, it
// is told again by the next reading, and no backup fails for it.
func (s *Service) prove(path string) {
	info, err := os.Stat(path)
	if err != nil || s.Proofs == "" {
		return
	}
	s.proving.Lock()
	defer s.proving.Unlock()
	known := s.proofs()
	for name := range known {
		if !there(filepath.Join(filepath.Dir(path), name)) {
			delete(known, name)
		}
	}
	known[filepath.Base(path)] = proof{s.Now().UTC().Truncate(time.Second), info.Size()}
	if raw, err := json.Marshal(known); err == nil {
		_ = durable.Write(s.Proofs, raw)
	}
}

// proven adds what is known of each.
func (s *Service) proven(backups []Backup) []Backup {
	known := s.proofs()
	for i, b := range backups {
		if p, there := known[b.Name]; there && p.Bytes == b.Bytes {
			backups[i].Verified = &p.At
		}
	}
	return backups
}
