package extract

import (
	"time"

	"meridian/backend/process"
)

// What one file may take. All are far beyond what honest files need.
const (
	maxInput   = 512 << 20   // bytes of a file
	maxPages   = 20_000      // pages of a file
	maxRunes   = 1_000_000   // code points of a page; a flow of text goes on on a further page
	maxText    = 100_000_000 // code points of a file
	maxBoxes   = maxRunes    // glyphs of a page that has places
	maxEntries = 20_000      // files in an archive
	maxUnpack  = 2 << 30     // bytes that an archive unpacks to
	maxPart    = 1 << 30     // bytes that one file of an archive unpacks to
	maxRatio   = 250         // times that a file of an archive may grow, past the first freeGrowth
	freeGrowth = 8 << 20     // bytes
	maxDepth   = 256         // elements within elements
	maxMail    = 4           // messages within messages
	maxParts   = 500         // parts of a message, all levels together
)

// What the child may take of the machine.
const (
	wasmPages  = 16384   // of 64 KiB: 1 GiB for the PDF engine
	maxMemory  = 3 << 30 // bytes of address space past what the program takes at its start
	softMemory = 2 << 30 // bytes from which the collector works hard
	politeness = 10      // added to the child's nice value
)

// treeBounds is what holds a child where the system does that from outside.
var treeBounds = process.Bounds{Memory: maxMemory, Polite: true}

// What the child may take of time. Time that the receiver of pages takes is not
// counted.
const (
	timeToStart  = 2 * time.Minute // until the engine is ready: once a version it is compiled first
	timeToRead   = 30 * time.Second
	timeAPage    = 200 * time.Millisecond
	timeAPicture = time.Minute // for each page that is recognised
)
