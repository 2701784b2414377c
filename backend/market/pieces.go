package market

// Pieces is how BlockBootstrap cuts history.
type Pieces struct {
	// Months is how long a piece is: on average, or always when Fixed.
	Months int
	// Fixed gives all pieces the same length.
	Fixed bool
	// Stagger, where Fixed, ends each future's first piece after 1 to Months
	// months, each with the same chance, so that futures do not all pass from one
	// piece to the next in the same months. Pieces that are not Fixed are
	// staggered anyhow.
	Stagger bool
	// AsRecorded leaves every series its mean of history instead of giving it
	// the one that is assumed.
	AsRecorded bool
}

// setPieces moves what is played to the means that are assumed.
func (s *Source) setPieces(p Pieces) {
	s.pieces = p
	if p.AsRecorded {
		return
	}
	for i, recorded := range s.replay {
		s.replay[i] = centred(recorded, s.mean[i])
	}
}

// centred is growth factors whose logarithms have the mean given.
func centred(growth []float64, mean float64) []float64 {
	factor := Exp(mean - meanLog(growth))
	moved := make([]float64, len(growth))
	for t, g := range growth {
		moved[t] = float64(g * factor)
	}
	return moved
}

// pieceWalker joins pieces of history. Its arrays hold the month to come.
type pieceWalker struct {
	source  *Source
	futures [Lanes]uint32
	month   uint32
	at      [Lanes]uint32    // the month of history
	left    [Lanes]uint32    // months left of the piece, where pieces are Fixed
	ends    [4][Lanes]uint32 // words that decide whether pieces end, for four months
}

func (w *pieceWalker) Begin(futures []int) {
	s := w.source
	w.month = 0
	w.futures = [Lanes]uint32{}
	for l, f := range futures {
		w.futures[l] = uint32(f)
	}
	s.words(0, 0, &w.futures, joining, &w.ends)
	for l := range w.at {
		w.start(l)
		w.left[l] = uint32(s.pieces.Months)
		if s.pieces.Stagger {
			w.left[l] = 1 + pick(w.ends[0][l], s.pieces.Months)
		}
	}
}

func (w *pieceWalker) Next(b *Block, months int) {
	for m := range months {
		for i, series := range w.source.replay {
			row := b.Row(m, i)
			for l, at := range &w.at {
				row[l] = series[at]
			}
		}
		w.month++
		if w.source.pieces.Fixed {
			w.count()
		} else {
			w.toss()
		}
	}
}

// toss ends pieces by chance, without memory.
func (w *pieceWalker) toss() {
	if w.month%4 == 0 {
		w.source.words(0, w.month/4, &w.futures, joining, &w.ends)
	}
	end := uint64(1<<32) / uint64(w.source.pieces.Months)
	for l, word := range &w.ends[w.month%4] {
		if uint64(word) < end {
			w.start(l)
		} else {
			w.follow(l)
		}
	}
}

// count ends pieces after their fixed length.
func (w *pieceWalker) count() {
	for l := range w.left {
		w.left[l]--
		if w.left[l] == 0 {
			w.start(l)
			w.left[l] = uint32(w.source.pieces.Months)
		} else {
			w.follow(l)
		}
	}
}

// start puts a lane at a month of history drawn at random.
func (w *pieceWalker) start(lane int) {
	word, _, _, _ := w.source.key.words(0, w.month, w.futures[lane], uint32(starting))
	w.at[lane] = pick(word, w.source.months)
}

// follow puts a lane at the next month of history, after its end the first.
func (w *pieceWalker) follow(lane int) {
	w.at[lane]++
	if w.at[lane] == uint32(w.source.months) {
		w.at[lane] = 0
	}
}

// pick is one of 0 to n-1, as a word has it; chances differ by less than n/2^32.
func pick(word uint32, n int) uint32 { return uint32(uint64(word) * uint64(n) >> 32) }
