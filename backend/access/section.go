package access

// Section is a part of the household that a guest may be shown.
type Section string

// The sections. The first seven are parts of a plan.
const (
	Anything  Section = ""          // what is shown to everybody who was let in
	People    Section = "people"    // who the plan is about, and its milestones
	Accounts  Section = "accounts"  //
	Income    Section = "income"    //
	Spending  Section = "spending"  // and insurance
	Property  Section = "property"  // and debts
	Goals     Section = "goals"     // and what is left behind
	Rules     Section = "rules"     // saving, withdrawals, allocation, taxes and assumptions
	Results   Section = "results"   // what a plan may lead to, as a whole
	Documents Section = "documents" //
	Advisor   Section = "advisor"   // which draws on all the others
	AnyPart   Section = "plan"      // at least one part of a plan; no section of its own
)

// AllSections lists the sections that can be shown or kept back, in the order in
// which people read them.
func AllSections() []Section {
	return []Section{People, Accounts, Income, Spending, Property, Goals, Rules, Results, Documents, Advisor}
}

// planParts are how many of AllSections are parts of a plan; they come first.
const planParts = 7

// wholePlan are all parts of a plan.
const wholePlan Sections = 1<<planParts - 1

// Sections is a set of sections.
type Sections uint16

// All is every section there is.
func All() Sections { return 1<<len(AllSections()) - 1 }

// SectionsOf is the set of the sections named.
func SectionsOf(names ...Section) Sections {
	var set Sections
	for i, s := range AllSections() {
		for _, name := range names {
			if name == s {
				set |= 1 << i
			}
		}
	}
	return set
}

// Has reports whether a section is in the set. Anything is in every set.
func (s Sections) Has(one Section) bool {
	switch one {
	case Anything:
		return true
	case AnyPart:
		return s&wholePlan != 0
	}
	return s&SectionsOf(one) != 0
}

// List is the set in the order of AllSections.
func (s Sections) List() []Section {
	list := []Section{}
	for i, one := range AllSections() {
		if s&(1<<i) != 0 {
			list = append(list, one)
		}
	}
	return list
}

// Visibility is how far amounts of money are shown.
type Visibility string

// The visibilities.
const (
	Full    Visibility = "full"    // as they are
	Rounded Visibility = "rounded" // to two leading digits
	Percent Visibility = "percent" // only as percentages of one base, which is not told
)
