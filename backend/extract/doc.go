// Package extract turns a file into pages of text.
//
// # Terms
//
// A Kind is what a file is by its content; its name is a hint at most. A page is
// a sheet of paper, a worksheet, a chapter, or the whole of a file that has no
// pages (see package document). A glyph is one character with its place. A cell
// is a piece of a line that stands apart from its neighbours; a row is a line
// of cells. The child is a process of its own that reads one file and is gone.
//
// # Promise
//
// Text is NFC and holds no control character but \n. A row of a table stays on
// one line, its cells apart by two spaces; where a format knows about empty
// cells (worksheets, CSV), each empty cell widens the gap by two more, so that
// columns can be counted. A worksheet's row begins with the reference of its
// first cell, so that "B12" is found again. What a scanner saw and nobody
// verified is marked so. A page's boxes are one a code point, or none.
//
// A [Reader] reads each file in a child whose time, memory and priority are
// limited: whatever a file does to the child (a crash, an endless loop, all
// memory) is one fault of that file and of nothing else. The password travels
// to the child and nowhere else. No name, text or password is ever logged.
//
// What follows from a file's bytes is a function of them and of Version, except
// for text that was recognised from pictures: that depends on the recogniser
// installed.
package extract

// Version changes whenever the same bytes would give other pages.
const Version = "1"
