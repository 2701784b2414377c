package httpapi

import "meridian/backend/hosting"

// ModelSuggestions are models that could be fetched, and what was found of this
// computer.
type ModelSuggestions struct {
	Machine     hosting.Machine      `json:"machine"`
	Suggestions []hosting.Suggestion `json:"suggestions"`
}

// ModelPull names a model of the registry.
type ModelPull struct {
	Model string `json:"model"`
}

// ModelImport names a file of weights on the computer that runs Meridian, and
// what it is to be called.
type ModelImport struct {
	Path  string `json:"path"`
	Model string `json:"model"`
}
