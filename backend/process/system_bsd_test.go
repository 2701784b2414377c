//go:build unix && !linux

package process

const linux = false
