package market

// Chance is a number between 0 and 1, both excluded, drawn for a future and a
// purpose of the caller's, apart from all that moves the market. The same seed,
// future and purpose always give the same.
func (s *Source) Chance(future, purpose int) float64 {
	word, _, _, _ := s.key.words(uint32(purpose), 0, uint32(future), uint32(living))
	return uniform(word)
}

// Fortune is a number between 0 and 1, both excluded: the n-th of those that are
// drawn for a future and a purpose of the caller's, apart from the market and from
// what Chance gives.
func (s *Source) Fortune(future, purpose, n int) float64 {
	word, _, _, _ := s.key.words(uint32(purpose), uint32(n), uint32(future), uint32(faring))
	return uniform(word)
}
