package plan

import "meridian/backend/fault"

// wrongType says which JSON kind is wanted and which was found.
func wrongType(pointer string, want, got pair) fault.Problem {
	var p problems
	p.fail(pointer, "field.type", pair{"", ""})
	p.list[0].Text = fault.Text{
		EN: "This must be " + want.en + ", not " + got.en + ".",
		KO: "여기에는 " + want.ko + " 형식이 필요합니다. 지금은 " + got.ko + " 형식입니다.",
	}
	return p.list[0]
}

// wrongFormat says how a patterned string is written.
func wrongFormat(pointer string, zero any, text string) fault.Problem {
	var p problems
	switch zero.(type) {
	case Month:
		p.fail(pointer, "month.format", pair{"“%.40s” is not a month. Write it like 2041-03.", "‘%.40s’ 값은 연월이 아닙니다. 2041-03처럼 써 주세요."}, text)
	case Currency:
		p.fail(pointer, "currency.format", pair{"“%.40s” is not a currency code. Write it like USD or KRW.", "‘%.40s’ 값은 통화 코드가 아닙니다. USD, KRW처럼 써 주세요."}, text)
	case Decimal:
		p.fail(pointer, "amount.format", pair{"“%.40s” is not a plain decimal number. Write it like 4500000 or 12.50.", "‘%.40s’ 값은 금액으로 읽을 수 없습니다. 4500000이나 12.50처럼 써 주세요."}, text)
	default:
		p.fail(pointer, "field.format", pair{"“%.40s” is not written as this field needs.", "‘%.40s’ 값의 형식이 맞지 않습니다."}, text)
	}
	return p.list[0]
}

// missing says that a reference is empty.
func missing(pointer string, what pair) fault.Problem {
	return fault.Problem{Pointer: pointer, Code: "reference.empty", Severity: fault.SeverityError, Text: fault.Text{
		EN: "Say which " + what.en + ".",
		KO: "어느 " + what.ko + "인지 골라 주세요.",
	}}
}

// reference says that a reference leads nowhere.
func reference(pointer string, what pair, id string) fault.Problem {
	return fault.Problem{Pointer: pointer, Code: "reference.unknown", Severity: fault.SeverityError, Text: fault.Text{
		EN: "There is no " + what.en + " “" + clip(id) + "”. Choose one that exists.",
		KO: "‘" + clip(id) + "’에 해당하는 " + what.ko + " 항목이 없습니다. 있는 것 중에서 골라 주세요.",
	}}
}

// clip shortens what a person wrote to what fits into a sentence.
func clip(s string) string {
	r := []rune(s)
	if len(r) <= 40 {
		return s
	}
	return string(r[:40]) + "…"
}

// scenarioProblem warns that a scenario no longer fits, by the first error found.
func scenarioProblem(pointer string, found []fault.Problem) fault.Problem {
	out := fault.Problem{Pointer: pointer, Code: "scenario.misfit", Severity: fault.SeverityWarning, Text: fault.Text{
		EN: "The scenario no longer fits the plan. Correct or remove it.",
		KO: "이 시나리오가 더 이상 계획과 맞지 않습니다. 고치거나 지워 주세요.",
	}}
	for _, p := range found {
		if p.Severity == fault.SeverityError {
			out.Text.EN += " " + p.Pointer + ": " + p.Text.EN
			out.Text.KO += " " + p.Pointer + ": " + p.Text.KO
			break
		}
	}
	return out
}
