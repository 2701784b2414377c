package tax

// Kind is a sort of account that a country's law knows by name.
type Kind struct {
	// ID is the regime's country and a word, e.g. "us.401k".
	ID string
	// Wrapper is how such an account is taxed where no regime is chosen, in the
	// plan's words, e.g. "deferred".
	Wrapper string
	// Group names the yearly limit that what is paid in shares with other kinds;
	// empty where the law sets none. Limit says what it is.
	Group string
}

// Kinds are the accounts that a regime's law tells apart; none for a regime
// whose numbers the household owns.
func Kinds(regime string) []Kind {
	switch regime {
	case FederalID:
		return []Kind{
			{"us.checking", "cash", ""},
			{"us.savings", "cash", ""},
			{"us.brokerage", "taxable", ""},
			{"us.401k", "deferred", "us.401k"},
			{"us.403b", "deferred", "us.401k"},
			{"us.roth401k", "exempt", "us.401k"},
			{"us.ira", "deferred", "us.ira"},
			{"us.rothIra", "exempt", "us.ira"},
			{"us.hsa", "purpose", "us.hsa"},
			{"us.hsaFamily", "purpose", "us.hsaFamily"},
			{"us.529", "purpose", ""},
		}
	case KoreaID:
		return []Kind{
			{"kr.deposit", "cash", ""},
			{"kr.brokerage", "taxable", ""},
			{"kr.dc", "deferred", ""},
			{"kr.irp", "deferred", "kr.pension"},
			{"kr.pensionSavings", "deferred", "kr.pension"},
			{"kr.isa", "capped", "kr.isa"},
		}
	}
	return nil
}

// GroupOf is the group whose yearly limit an account of a kind is under; the
// kind itself where no regime knows it.
func GroupOf(kind string) string {
	for _, regime := range [...]string{FederalID, KoreaID} {
		for _, k := range Kinds(regime) {
			if k.ID == kind {
				return k.Group
			}
		}
	}
	return kind
}
