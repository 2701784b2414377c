package simulate

// judge is the second opinion on the year gone by.
func (s *second) judge() {
	s.fills = false
	if s.sc.Buffer == nil || s.t == 0 || s.calendarMonth() != 0 {
		return
	}
	s.fills = !s.sc.Buffer.AfterGain || s.gained > 1
	s.unkept = s.sc.Buffer.AfterGain && s.gained <= 1
	s.gained = 1
}

// isInvested reports whether an account counts as what is invested.
func (s *second) isInvested(a int) bool {
	for _, d := range s.sc.Draws {
		for _, drawn := range d.Accounts {
			if drawn == a && s.sc.Accounts[a].Wrapper != Cash && a != s.sc.Buffer.Account {
				return true
			}
		}
	}
	return false
}

// gain notes what the month's market does to what is invested.
func (s *second) gain() {
	if s.sc.Buffer == nil {
		return
	}
	before, after := 0.0, 0.0
	for a := range s.accounts {
		if !s.isInvested(a) {
			continue
		}
		for c, v := range s.accounts[a].held {
			before += v
			after += v * s.returns[s.t][c]
		}
	}
	if before > dust*s.largest {
		s.gained *= after / before
	}
}

// keeps is the months of spending that a step keeps.
func (s *second) keepsMonths(d Draw) float64 {
	if b := s.sc.Buffer; b != nil && s.unkept {
		for _, a := range d.Accounts {
			if a == b.Account {
				return 0
			}
		}
	}
	return float64(d.KeepMonths)
}

// refill fills the buffer from what is invested.
func (s *second) refill(missing float64) {
	b := s.sc.Buffer
	if !s.fills || missing > 0 {
		return
	}
	lack := float64(b.Months)*s.buffer() - s.accounts[b.Account].balance()
	got := 0.0
	for i, d := range s.sc.Draws {
		var some []int
		for _, a := range d.Accounts {
			if s.isInvested(a) {
				some = append(some, a)
			}
		}
		d.Accounts = some
		if lack-got > 0 && s.t >= d.From {
			got += s.draw(i, d, lack-got)
		}
	}
	s.put(b.Account, got)
	s.out += got
}
