package httpapi

import "meridian/backend/traffic"

// ShareToken is the token of a named tunnel, as Cloudflare shows it.
type ShareToken struct {
	Token string `json:"token"` // "" forgets it
}

// NetworkAccount is every way by which the program speaks to others.
type NetworkAccount struct {
	Ways      []traffic.Way `json:"ways"`
	Addresses []string      `json:"addresses"` // of this machine, loopback excepted: where people nearby could come
}

// NetworkTrial is what a self-test found.
type NetworkTrial struct {
	Findings []traffic.Finding `json:"findings"`
}
