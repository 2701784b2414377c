// Package config reads what the surroundings say about how Meridian should run:
// the operating system's place for data, the environment, the language.
//
// Promise: reading changes nothing. A flag outweighs the environment, the
// environment outweighs the operating system's custom.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
)

// Config is what the surroundings say.
type Config struct {
	Data   string // directory of the data; MERIDIAN_DATA or the system's custom
	Port   int    // of the local listener; MERIDIAN_PORT, 0 when unsaid
	Locale string // ko or en; from LC_ALL, LC_MESSAGES or LANG
}

// Surroundings are where a program runs. They are given, so that the customs
// of every system can be checked on any.
type Surroundings struct {
	OS     string                   // runtime.GOOS
	Home   string                   // the person's directory
	Getenv func(name string) string // os.Getenv
}

// ErrNoHome is returned when there is no place for data.
var ErrNoHome = errors.New("no home directory: set MERIDIAN_DATA or use --data")

// Load reads the surroundings.
func Load(s Surroundings) (Config, error) {
	c := Config{Data: s.Getenv("MERIDIAN_DATA"), Locale: locale(s.Getenv)}
	if c.Data == "" {
		dir, err := dataDir(s)
		if err != nil {
			return c, err
		}
		c.Data = dir
	}
	port := s.Getenv("MERIDIAN_PORT")
	if port == "" {
		return c, nil
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 0 || n > 65535 {
		return c, fmt.Errorf("MERIDIAN_PORT=%q is no port", port)
	}
	c.Port = n
	return c, nil
}

// dataDir is the operating system's custom: the XDG base directories, Apple's
// Application Support, Windows' local application data.
func dataDir(s Surroundings) (string, error) {
	switch s.OS {
	case "windows":
		if dir := s.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "Meridian"), nil
		}
	case "darwin":
		if s.Home != "" {
			return filepath.Join(s.Home, "Library", "Application Support", "Meridian"), nil
		}
	default:
		// The specification says that a relative path is to be ignored.
		if dir := s.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "meridian"), nil
		}
		if s.Home != "" {
			return filepath.Join(s.Home, ".local", "share", "meridian"), nil
		}
	}
	return "", ErrNoHome
}

// locale is ko or en, by the order of precedence that POSIX gives.
func locale(getenv func(string) string) string {
	said := cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"))
	language, _, _ := strings.Cut(strings.ReplaceAll(said, "-", "_"), "_")
	language, _, _ = strings.Cut(language, ".")
	if strings.EqualFold(language, "ko") {
		return "ko"
	}
	return "en"
}
