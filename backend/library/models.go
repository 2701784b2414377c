package library

import (
	"context"
	"fmt"

	"meridian/backend/document"
	"meridian/backend/embedding"
)

// Use makes others the models that can be asked; see Options.Embedders.
func (s *Service) Use(embedders ...Embedder) {
	s.mu.Lock()
	s.Embedders = embedders
	s.mu.Unlock()
	s.nudge()
}

// embedders are the models that can be asked now.
func (s *Service) embedders() []Embedder {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Embedders
}

// embedder is the model that gives new passages their vectors.
func (s *Service) embedder() Embedder { return s.embedders()[0] }

// searched is the model whose vectors are searched; nil when it cannot be
// asked any more, and words alone are searched.
func (s *Service) searched(ctx context.Context) (Embedder, error) {
	digest, err := s.Store.Searched(ctx)
	if err != nil || digest == "" {
		return nil, err
	}
	for _, e := range s.embedders() {
		if e.Model().Digest == digest {
			return e, nil
		}
	}
	return nil, nil
}

// standing is what is told of the embedder.
func (s *Service) standing(ctx context.Context) (EmbedderState, error) {
	model := s.embedder().Model()
	told := EmbedderState{Name: model.Name, Dimensions: model.Dimensions, Neural: model.Neural}
	digest, err := s.Store.Searched(ctx)
	if err != nil || digest == "" || digest == model.Digest {
		return told, err
	}
	_, told.Pending, err = s.Store.Lagging(ctx, model)
	return told, err
}

// renew embeds anew what another model than the present one had embedded, or
// none because it could not be asked, and then searches the new vectors. did
// reports whether it came to an end; new documents go first.
func (s *Service) renew(ctx context.Context) (did bool, err error) {
	model := s.embedder().Model()
	digest, err := s.Store.Searched(ctx)
	if err != nil {
		return false, err
	}
	lagging, left, err := s.Store.Lagging(ctx, model)
	switch {
	case err != nil:
		return false, err
	case len(lagging) == 0 && digest == "":
		return false, nil
	case len(lagging) == 0 && digest == model.Digest:
		return false, s.Store.DropModels(ctx, digest)
	}
	changed := digest != "" && digest != model.Digest
	if changed && (s.RenewAtMost == 0 || left > s.RenewAtMost) {
		return false, nil
	}
	for _, r := range lagging {
		if err := s.renewDocument(ctx, r); err != nil && !isMissing(err) {
			return false, fmt.Errorf("embed document %s anew: %w", r.ID, err)
		}
		if waiting, err := s.Store.Unfinished(ctx); err != nil || len(waiting) > 0 {
			return err == nil, err
		}
	}
	if s.embedder().Model().Digest != model.Digest {
		return true, nil // another is used by now, and catches up in its turn
	}
	if err := s.Store.Search(ctx, model); err != nil {
		return false, err
	}
	s.tellAll()
	return true, nil
}

// renewAtOnce is how many texts one step of Renew embeds: whoever needs the
// model meanwhile waits for that.
const renewAtOnce = 16

// Renew is one step of embedding anew what another model than the present one
// had embedded; left is how many passages remain. When none does, the new
// vectors are searched from then on.
func (s *Service) Renew(ctx context.Context) (left int, err error) {
	s.carries.Lock()
	defer s.carries.Unlock()
	model := s.embedder().Model()
	digest, err := s.Store.Searched(ctx)
	if err != nil || digest == "" || digest == model.Digest {
		return 0, err
	}
	lagging, left, err := s.Store.Lagging(ctx, model)
	if err != nil {
		return 0, err
	}
	if len(lagging) == 0 {
		if err := s.Store.Search(ctx, model); err != nil {
			return 0, err
		}
		s.tellAll()
		s.nudge() // the worker lets go of the old vectors
		return 0, nil
	}
	if err := s.renewSome(ctx, lagging[0]); err != nil && !isMissing(err) {
		return left, fmt.Errorf("embed document %s anew: %w", lagging[0].ID, err)
	}
	_, left, err = s.Store.Lagging(ctx, model)
	return max(1, left), err // the last step is to search them
}

// renewSome embeds some passages of a document, or makes them findable once all
// have their vectors.
func (s *Service) renewSome(ctx context.Context, r document.Record) error {
	ctx, end := s.begin(ctx, r.ID)
	defer end()
	model := s.embedder().Model()
	texts, left, err := s.Store.Unembedded(ctx, r.ID, model, renewAtOnce)
	if err != nil {
		return err
	}
	if left == 0 {
		return s.indexVectors(ctx, r, func(int) {})
	}
	vectors, err := s.embedder().Embed(ctx, embedding.Passage, texts)
	if err != nil {
		return err
	}
	return s.Store.PutVectors(ctx, r.ID, model, texts, vectors)
}

func (s *Service) renewDocument(ctx context.Context, r document.Record) error {
	ctx, end := s.begin(ctx, r.ID)
	defer end()
	if err := s.embed(ctx, r, func(int, int) {}); err != nil {
		return err
	}
	return s.indexVectors(ctx, r, func(int) {})
}
