//go:build !amd64

package lanes

func vectors() []Unit { return nil }
