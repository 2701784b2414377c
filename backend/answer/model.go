package answer

// chosen asks a model which template a question means that fits none; nil
// without one, or when it is not sure.
func (w *writer) chosen() (*template, error) { return nil, nil }

// explain lets a model explain what was computed; the card stays as it is
// without one.
func (s *Service) explain(w *writer) []Seen { return nil }
