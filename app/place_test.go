package main

import (
	"testing"

	"meridian/backend/settings"
)

func TestFitting(t *testing.T) {
	laptop := []screen{{1366, 768}}
	two := []screen{{1920, 1080}, {2560, 1440}}
	tests := []struct {
		name    string
		was     settings.Window
		screens []screen
		want    settings.Window
		moved   bool
	}{
		{"the first start takes the usual size", settings.Window{}, two, settings.Window{Width: 1440, Height: 900}, false},
		{"the first start on a small screen fits it", settings.Window{}, laptop, settings.Window{Width: 1366, Height: 768}, false},
		{"a window comes back to where it stood", settings.Window{X: 100, Y: 50, Width: 1200, Height: 700}, two, settings.Window{X: 100, Y: 50, Width: 1200, Height: 700}, true},
		{"a window on the second screen comes back to it", settings.Window{X: 2200, Y: 40, Width: 1200, Height: 700}, two, settings.Window{X: 2200, Y: 40, Width: 1200, Height: 700}, true},
		{"a window whose screen was unplugged is placed by the system", settings.Window{X: 2200, Y: 40, Width: 1200, Height: 700}, laptop, settings.Window{X: 2200, Y: 40, Width: 1200, Height: 700}, false},
		{"a window above every screen is placed by the system", settings.Window{X: 10, Y: -900, Width: 1200, Height: 700}, laptop, settings.Window{X: 10, Y: -900, Width: 1200, Height: 700}, false},
		{"a window larger than the screen shrinks to it", settings.Window{Width: 3000, Height: 2000}, laptop, settings.Window{Width: 1366, Height: 768}, true},
		{"a window too small to use grows", settings.Window{Width: 10, Height: 10}, laptop, settings.Window{Width: 390, Height: 560}, false},
		{"no screen at all keeps a usable size", settings.Window{}, nil, settings.Window{Width: 1440, Height: 900}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, moved := fitting(test.was, test.screens)
			if got != test.want || moved != test.moved {
				t.Errorf("fitting = %+v, %v; want %+v, %v", got, moved, test.want, test.moved)
			}
		})
	}
}

func TestRememberedKeepsTheSizeBehindAMaximisedWindow(t *testing.T) {
	before := settings.Window{X: 10, Y: 20, Width: 1000, Height: 700}
	full := settings.Window{Width: 1920, Height: 1080, Maximised: true}
	if got, want := remembered(before, full), (settings.Window{X: 10, Y: 20, Width: 1000, Height: 700, Maximised: true}); got != want {
		t.Errorf("maximised: %+v, want %+v", got, want)
	}
	smaller := settings.Window{X: 5, Y: 5, Width: 800, Height: 600}
	if got := remembered(before, smaller); got != smaller {
		t.Errorf("normal: %+v, want %+v", got, smaller)
	}
}
