package httpapi

import "time"

// ModelHost is a host of language models that the owner named, and how it is.
// Its key is never told.
type ModelHost struct {
	Name    string   `json:"name"`
	Address string   `json:"address"`
	HasKey  bool     `json:"hasKey"`
	Slots   int      `json:"slots"`  // requests that it serves at once
	Weight  int      `json:"weight"` // how much it can do compared with others
	Watts   float64  `json:"watts"`  // what it draws while it works; 0 when nobody knows
	State   string   `json:"state" jsonschema:"enum=ok,enum=resting,enum=away"`
	Models  []string `json:"models"` // that it has in memory, as far as is known
	Busy    int      `json:"busy"`   // requests inside it now
	MeanMS  float64  `json:"meanMs"` // of its answers lately
}

// ModelHosts is every host that the owner named.
type ModelHosts struct {
	Hosts []ModelHost `json:"hosts"`
}

// NewModelHost names a host, or changes the one of that name. Without a key the
// one before stays, as long as the address does.
type NewModelHost struct {
	Name    string  `json:"name"`
	Address string  `json:"address" jsonschema:"format=uri"`
	Key     *string `json:"key,omitempty"`
	Slots   int     `json:"slots,omitempty"`
	Weight  int     `json:"weight,omitempty"`
	Watts   float64 `json:"watts,omitempty"`
}

// Quantiles says how long something took, in milliseconds, since the program
// began: half of all, 95 and 99 in 100 took no longer than this.
type Quantiles struct {
	Count uint64  `json:"count"`
	P50   float64 `json:"p50"`
	P95   float64 `json:"p95"`
	P99   float64 `json:"p99"`
	Most  float64 `json:"most"`
}

// RouteFigures is how long the answers of a route took.
type RouteFigures struct {
	Route string    `json:"route"`
	Took  Quantiles `json:"took"`
}

// LaneFigures is how a lane of the models' queue does.
type LaneFigures struct {
	Lane    string    `json:"lane" jsonschema:"enum=stream,enum=short,enum=batch"`
	Waiting int       `json:"waiting"`
	Running int       `json:"running"`
	Waited  Quantiles `json:"waited"` // until a host began
	First   Quantiles `json:"first"`  // from then to the first word
	Took    Quantiles `json:"took"`   // of the host
}

// AnswerCost is what one turn on a model host cost. It says nothing of what was asked.
type AnswerCost struct {
	At              time.Time `json:"at"`
	Lane            string    `json:"lane"`
	Waited          float64   `json:"waited"` // seconds, as all that follow
	First           float64   `json:"first"`
	Took            float64   `json:"took"`
	Tokens          int       `json:"tokens"`
	TokensPerSecond float64   `json:"tokensPerSecond"`
	Cold            bool      `json:"cold"`   // the model had to be loaded
	Joules          float64   `json:"joules"` // an estimate; 0 when nobody knows what the host draws
	Failed          bool      `json:"failed"`
}

// SlowRequest is an ordinary request that took long.
type SlowRequest struct {
	At     time.Time `json:"at"`
	Route  string    `json:"route"`
	Status int       `json:"status"`
	Took   float64   `json:"took"` // milliseconds
}

// ModelFigures is what the models' queue tells of itself.
type ModelFigures struct {
	Lanes           []LaneFigures `json:"lanes"`
	Refused         uint64        `json:"refused"` // turns that were not let in
	Failed          uint64        `json:"failed"`
	Yielded         uint64        `json:"yielded"` // batch turns that were stopped for people
	ColdStarts      uint64        `json:"coldStarts"`
	Tokens          uint64        `json:"tokens"`
	TokensPerSecond float64       `json:"tokensPerSecond"`
	Joules          float64       `json:"joules"`
	Answers         []AnswerCost  `json:"answers"` // the newest first
}

// Performance is how quickly the program answers.
type Performance struct {
	Routes []RouteFigures `json:"routes"`
	Slow   []SlowRequest  `json:"slow"` // the newest first
	Models ModelFigures   `json:"models"`
	Hosts  []ModelHost    `json:"hosts"`
}

// JobText is the data of a text event: what the work writes, as it is written.
type JobText struct {
	Text string `json:"text"`
}

// JobAgain is the data of an again event: text told under a higher number than
// After is void, because the attempt that wrote it was cut short.
type JobAgain struct {
	After int `json:"after"`
}

// Waiting is how long a turn would have waited that was not let in.
type Waiting struct {
	Ahead   int `json:"ahead"`   // turns that go first
	Seconds int `json:"seconds"` // after which asking again is of use
}
