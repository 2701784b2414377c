// Package ollama speaks to a model host that runs Ollama, and runs one of its
// own where there is none.
//
// Terms: a host is one server at one address. A piece, a reply and their faults
// are those of llm. A model is loaded while it is in memory; warming loads it
// before anybody asks, and the host lets it go when it was idle. A pull fetches
// a model from the registry, in layers; an import takes a file of weights
// (GGUF) from this machine. The runtime is the program itself.
//
// Promise: a reply is whole or an error, whatever the host does: one that ends
// without saying so, is cancelled, says in a success that it failed, or falls
// silent. Whatever a host sends is bounded. Every option is sent with every
// request, since what a host takes for granted changes with its version, and
// the context of a model is always the same, since a change loads it anew.
package ollama
