package tax

// Other income of Korea (기타소득, 소득세법 제21조) is what comes now and then and
// from no work of one's own: fees for a talk or an article, a prize, a key fee. Its
// amount (기타소득금액, 제37조) is what is received less expenses: those that were
// spent (OtherIncome), or the share that the law takes for spent without asking
// (소득세법 시행령 제87조), of Fees for talks, articles and rights lent (제1호의2) and of
// Prizes won against others and compensation for a home that came late (제1호). Payers
// withhold a fifth of the amount, and the local tax on it. Up to a yearly amount the
// taxpayer may leave it at that (제14조 제3항 제8호 가목), or have it taxed together with
// the rest; beyond, it is taxed together. A payment of which no more than 50,000 won
// is income is free (제84조 제4호): a year does not show its payments, so who fills in
// the year leaves such ones out (KoreaFree). Not computed: lotteries and virtual
// assets, which are taxed by rates of their own.
const (
	koreaFeesKept   = 0.40 // of Fees is income: 시행령 제87조 제1호의2, expenses of 60 %
	koreaPrizesKept = 0.20 // of Prizes: 제1호, expenses of 80 %
	koreaOther      = 0.20 // 제129조 제1항 제6호 라목
)

// koreaKept is how much of a payment of a class is other income.
func koreaKept(class Class) float64 {
	switch class {
	case OtherIncome:
		return 1
	case Fees:
		return koreaFeesKept
	case Prizes:
		return koreaPrizesKept
	}
	return 0
}

// KoreaFree is the largest single payment of a class, in won of the last known law,
// that is too small to be taxed; 0 where there is none.
func KoreaFree(class Class) float64 {
	kept := koreaKept(class)
	if kept == 0 {
		return 0
	}
	laws := koreaLaws()
	return laws[len(laws)-1].otherFree / kept
}

// occasional is the amount of other income.
func (in *Income) occasional() float64 {
	return positive(in[OtherIncome]) + float64(koreaFeesKept*positive(in[Fees])) + float64(koreaPrizesKept*positive(in[Prizes]))
}

// withOccasional is the tax on a base with an amount of other income, in the way that
// owes less of those that the law leaves open.
func (r *koreaYear) withOccasional(in *Income, b *koreaBase, amount float64) float64 {
	together := *b
	together.other += amount
	owed := r.withPensions(in, &together)
	if amount > r.law.otherFrom {
		return owed
	}
	return min(owed, r.withPensions(in, b)+float64(koreaOther*amount))
}

// explainOccasional follows withOccasional.
func (r *koreaYear) explainOccasional(e *Explanation, in *Income, b *koreaBase, amount float64) {
	together := *b
	together.other += amount
	e.figure("otherIncome", amount)
	apart := amount <= r.law.otherFrom &&
		r.withPensions(in, b)+float64(koreaOther*amount) < r.withPensions(in, &together)
	if !apart {
		r.explainPensions(e, in, &together)
		return
	}
	r.explainPensions(e, in, b)
	e.line("otherIncome", amount, koreaOther)
}

// ladderedOccasional is what of other income is on the ladder of rates where it ends a
// bracket of the given rate: what is not left at what was withheld, which is less
// only above it.
func (r *koreaYear) ladderedOccasional(in *Income, rate, index float64) float64 {
	amount := in.occasional()
	if rate >= koreaOther && amount <= float64(r.law.otherFrom*index) {
		return 0
	}
	return amount
}

// singly reports whether anybody may have what is worked out lane by lane.
func (y *Years) singly() bool {
	return y.ownWork() || y.Income[OtherIncome] != nil || y.Income[Fees] != nil || y.Income[Prizes] != nil || y.Income[Transferred] != nil
}
