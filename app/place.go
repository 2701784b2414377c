package main

import "meridian/backend/settings"

// The window's size before anyone chose one, and the smallest that the
// interface is drawn for, in device independent pixels.
const (
	firstWidth, firstHeight = 1440, 900
	leastWidth, leastHeight = 390, 560
)

// screen is the size of one monitor. Wails does not say where monitors lie
// beside each other.
type screen struct{ width, height int }

// fitting is where a window that stood at w should open on these screens: no
// larger than the largest of them, and with its title bar where at least one
// could show it. moved is false when the system should choose the position:
// the window was never placed, or the screen it stood on is gone.
func fitting(w settings.Window, screens []screen) (placed settings.Window, moved bool) {
	if w.Width == 0 {
		w = settings.Window{Width: firstWidth, Height: firstHeight}
		moved = false
	} else {
		moved = reachable(w, screens)
	}
	widest, tallest := extent(screens)
	w.Width = clamp(w.Width, leastWidth, widest)
	w.Height = clamp(w.Height, leastHeight, tallest)
	return w, moved
}

// reachable says whether the top of a window at w can be on one of the
// screens, however they are arranged: side by side or one above the other.
func reachable(w settings.Window, screens []screen) bool {
	const grip = 80 // pixels of a title bar that a hand can catch
	var across, down int
	for _, s := range screens {
		across += s.width
		down += s.height
	}
	return w.X > -w.Width+grip && w.X < across-grip && w.Y >= 0 && w.Y < down-grip
}

// extent is the widest and the tallest that a window can be; without any
// screen there is no bound.
func extent(screens []screen) (width, height int) {
	for _, s := range screens {
		width, height = max(width, s.width), max(height, s.height)
	}
	if width == 0 || height == 0 {
		return firstWidth, firstHeight
	}
	return width, height
}

// clamp keeps n between low and high; where they cross, high wins: a screen
// smaller than the interface still shows all of the window.
func clamp(n, low, high int) int { return min(max(n, low), high) }

// remembered is what to keep of a window that is closing. A maximised window
// keeps the size it had before, so that it can shrink back to it.
func remembered(before, now settings.Window) settings.Window {
	if !now.Maximised {
		return now
	}
	before.Maximised = true
	return before
}
