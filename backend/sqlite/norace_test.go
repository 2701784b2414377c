//go:build !race

package sqlite

const (
	editKills = 30
	stride    = 1

	faultStride     = 1  // one operation in so many fails
	migrationFaults = 25 // operations of a migration that fail, in each way
)
