package httpapi

import (
	"time"

	"meridian/backend/backup"
)

// SaveBackup asks the host to put a backup where a person chooses.
type SaveBackup struct {
	Name string `json:"name"`
}

// BackupShelf is where backups lie, and which.
type BackupShelf struct {
	Folder     string          `json:"folder"`
	Remembered bool            `json:"remembered"` // a passphrase is kept for scheduled backups
	Backups    []backup.Backup `json:"backups"`    // the newest first
}

// NewBackup asks for a backup.
type NewBackup struct {
	Passphrase string `json:"passphrase,omitempty"` // absent takes the one that is kept
	Remember   bool   `json:"remember,omitempty"`   // keeps this one for scheduled backups
}

// Passphrase opens a backup.
type Passphrase struct {
	Passphrase string `json:"passphrase"`
}

// BackupContents is what a backup holds; it was read to its end.
type BackupContents struct {
	Made    time.Time      `json:"made"`
	Program string         `json:"program"`
	Bytes   int64          `json:"bytes"` // of the database
	Plans   []BackedUpPlan `json:"plans"`
}

// BackedUpPlan is a plan in a backup.
type BackedUpPlan struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}
