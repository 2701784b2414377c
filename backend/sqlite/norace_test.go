//go:build !race

package sqlite

const (
	editKills = 30
	stride    = 1
)
