package queue

// mostStays is how many conversations are remembered; the one that was used
// least recently is forgotten first.
const mostStays = 1024

// stays remembers which host has read the beginning of a conversation.
type stays struct {
	hosts map[string]*host
	used  map[string]int
	clock int
}

func (s *stays) of(session string) *host {
	if session == "" {
		return nil
	}
	return s.hosts[session]
}

func (s *stays) put(session string, h *host) {
	if session == "" {
		return
	}
	if s.hosts == nil {
		s.hosts, s.used = map[string]*host{}, map[string]int{}
	}
	if _, known := s.hosts[session]; !known && len(s.hosts) >= mostStays {
		s.drop()
	}
	s.clock++
	s.hosts[session], s.used[session] = h, s.clock
}

func (s *stays) drop() {
	oldest, when := "", s.clock+1
	for session, used := range s.used {
		if used < when {
			oldest, when = session, used
		}
	}
	delete(s.hosts, oldest)
	delete(s.used, oldest)
}
