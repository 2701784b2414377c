package hosting

// Machine is what was found of this computer. What is not known is 0.
type Machine struct {
	Memory   uint64 `json:"memory"`   // bytes
	Free     uint64 `json:"free"`     // bytes that can be taken now
	Disk     uint64 `json:"disk"`     // bytes free where models are kept
	Graphics string `json:"graphics"` // name of a graphics processor that helps; "" for none
	VRAM     uint64 `json:"vram"`     // bytes of its own memory
	Cores    int    `json:"cores"`
}

// Grade is how well a model does in a language.
type Grade string

// The grades, the best first.
const (
	Strong Grade = "strong"
	Good   Grade = "good"
	Usable Grade = "usable"
	Weak   Grade = "weak"
)

// Suggestion is a model that could be fetched.
type Suggestion struct {
	Name        string `json:"name"`
	Purpose     string `json:"purpose" jsonschema:"enum=chat,enum=embedding"`
	Bytes       int64  `json:"bytes"`   // to fetch, about
	Needs       uint64 `json:"needs"`   // bytes of memory of the machine
	Context     int    `json:"context"` // tokens at most
	Licence     string `json:"licence"`
	Free        bool   `json:"free"` // the licence asks nothing of whoever uses it
	Korean      Grade  `json:"korean"`
	Fits        bool   `json:"fits"`        // into memory and onto the disk of this machine
	Recommended bool   `json:"recommended"` // the best of its purpose that fits
}

const (
	megabyte = 1_000_000
	gibibyte = 1 << 30
)

// catalogue is what can be suggested, the best of each purpose first. Sizes are
// those of the registry's standard files.
var catalogue = []Suggestion{
	{Name: "qwen3:4b-instruct", Purpose: "chat", Bytes: 2500 * megabyte, Needs: 12 * gibibyte, Context: 262144, Licence: "Apache-2.0", Free: true, Korean: Good},
	{Name: "qwen3:1.7b", Purpose: "chat", Bytes: 1400 * megabyte, Needs: 6 * gibibyte, Context: 40960, Licence: "Apache-2.0", Free: true, Korean: Usable},

	{Name: "qwen3:0.6b", Purpose: "chat", Bytes: 520 * megabyte, Needs: 3 * gibibyte, Context: 40960, Licence: "Apache-2.0", Free: true, Korean: Weak},
	{Name: "gemma3:1b", Purpose: "chat", Bytes: 800 * megabyte, Needs: 4 * gibibyte, Context: 32768, Licence: "Gemma", Korean: Usable},
	{Name: "qwen3-embedding:0.6b", Purpose: "embedding", Bytes: 640 * megabyte, Needs: 6 * gibibyte, Context: 32768, Licence: "Apache-2.0", Free: true, Korean: Good},
	{Name: "bge-m3", Purpose: "embedding", Bytes: 1200 * megabyte, Needs: 8 * gibibyte, Context: 8192, Licence: "MIT", Free: true, Korean: Strong},
	{Name: "embeddinggemma:300m", Purpose: "embedding", Bytes: 620 * megabyte, Needs: 3 * gibibyte, Context: 2048, Licence: "Gemma", Korean: Good},
}

// slack is what the disk keeps free beside a model.
const slack = 1 << 30

// Suggest says of every known model whether a machine carries it, and which to
// begin with. What is not known of the machine keeps nothing out.
func Suggest(m Machine) []Suggestion {
	all := make([]Suggestion, len(catalogue))
	chosen := map[string]bool{}
	for i, s := range catalogue {
		s.Fits = (m.Memory == 0 || m.Memory >= s.Needs || m.VRAM > uint64(s.Bytes)*5/4) && (m.Disk == 0 || m.Disk >= uint64(s.Bytes)+slack)
		s.Recommended = s.Fits && !chosen[s.Purpose]
		chosen[s.Purpose] = chosen[s.Purpose] || s.Recommended
		all[i] = s
	}
	return all
}

// Suggestions are those for this machine.
func (s *Service) Suggestions() (Machine, []Suggestion) {
	m := s.Machine()
	return m, Suggest(m)
}
