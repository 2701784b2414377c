package config

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestLoad(t *testing.T) {
	type env map[string]string
	for _, tt := range []struct {
		name string
		os   string
		home string
		env  env
		want Config
	}{
		{"linux follows XDG", "linux", "/home/a", env{"XDG_DATA_HOME": "/x"}, Config{Data: "/x/meridian", Locale: "en"}},
		{"a relative XDG directory is ignored", "linux", "/home/a", env{"XDG_DATA_HOME": "x"}, Config{Data: "/home/a/.local/share/meridian", Locale: "en"}},
		{"linux without XDG", "linux", "/home/a", env{}, Config{Data: "/home/a/.local/share/meridian", Locale: "en"}},
		{"a Mac", "darwin", "/Users/a", env{}, Config{Data: "/Users/a/Library/Application Support/Meridian", Locale: "en"}},
		{"Windows", "windows", "/a", env{"LocalAppData": "/a/AppData/Local"}, Config{Data: "/a/AppData/Local/Meridian", Locale: "en"}},
		{"the environment outweighs the custom", "linux", "/home/a", env{"MERIDIAN_DATA": "/d", "XDG_DATA_HOME": "/x"}, Config{Data: "/d", Locale: "en"}},
		{"a port", "linux", "/h", env{"MERIDIAN_PORT": "4599"}, Config{Data: "/h/.local/share/meridian", Port: 4599, Locale: "en"}},
		{"Korean", "linux", "/h", env{"LANG": "ko_KR.UTF-8"}, Config{Data: "/h/.local/share/meridian", Locale: "ko"}},
		{"Korean without a country", "linux", "/h", env{"LANG": "ko.UTF-8"}, Config{Data: "/h/.local/share/meridian", Locale: "ko"}},
		{"LC_ALL outweighs LANG", "linux", "/h", env{"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, Config{Data: "/h/.local/share/meridian", Locale: "en"}},
		{"another language beginning with ko", "linux", "/h", env{"LANG": "kok_IN.UTF-8"}, Config{Data: "/h/.local/share/meridian", Locale: "en"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Load(Surroundings{OS: tt.os, Home: tt.home, Getenv: func(name string) string { return tt.env[name] }})
			got.Data = filepath.ToSlash(got.Data)
			if err != nil || got != tt.want {
				t.Errorf("Load = %+v, %v; want %+v", got, err, tt.want)
			}
		})
	}
}

func TestLoadRefuses(t *testing.T) {
	nothing := func(string) string { return "" }
	if _, err := Load(Surroundings{OS: "linux", Getenv: nothing}); !errors.Is(err, ErrNoHome) {
		t.Errorf("without a home: %v", err)
	}
	for _, port := range []string{"x", "-1", "65536", "80a"} {
		getenv := func(name string) string { return map[string]string{"MERIDIAN_PORT": port}[name] }
		if _, err := Load(Surroundings{OS: "linux", Home: "/h", Getenv: getenv}); err == nil {
			t.Errorf("port %q was taken", port)
		}
	}
}
