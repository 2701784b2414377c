//go:build race

package sqlite

// Under the race detector a start of the program costs a second. What these
// tests prove is of files and of other processes, where it sees nothing: it
// sees a part of them.
const (
	editKills = 5
	stride    = 6 // one page in six is torn

	faultStride     = 9  // one operation in so many fails
	migrationFaults = 12 // operations of a migration that fail, in each way
)
