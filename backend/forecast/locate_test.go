package forecast

import "testing"

// Accounts without a mix of their own hold the household's together; bank accounts and
// those with their own do not.
func TestTaxAwareAccountsShareTheMix(t *testing.T) {
	c := compiled(t, `{"allocation":{"location":"taxAware"},"accounts":{
		"a":{"owner":"p","wrapper":"taxable","balance":{"amt":"1000"}},
		"b":{"owner":"p","wrapper":"exempt","balance":{"amt":"1000"}},
		"own":{"owner":"p","wrapper":"exempt","balance":{"amt":"1000"},"alloc":{"weights":{"eq":1}}}}}`)
	located := map[string]bool{}
	mixes := map[string]int{}
	for _, a := range c.Scenario.Accounts {
		located[a.ID], mixes[a.ID] = c.Scenario.Mixes[a.Mix].Located, a.Mix
	}
	if !located["a"] || !located["b"] || mixes["a"] != mixes["b"] || located["own"] || located["cash"] {
		t.Errorf("located %v in mixes %v", located, mixes)
	}
}
