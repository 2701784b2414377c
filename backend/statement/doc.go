// Package statement reads the tables that banks and card companies give out as
// text (CSV and its relatives), whatever their encoding, delimiter, dates and
// numbers look like.
//
// Terms: a table is the cells of a file; a layout says how a table is meant: what
// its columns are, how its dates are ordered, what its decimal mark is, and which
// sign spending has; a row is one payment read by a layout, or says what is wrong
// with it.
//
// Promise: any bytes give a table or one fault, in bounded time and memory, and
// never a panic. Amounts are exact: what cannot be read as whole minor units is
// said to be wrong and not rounded. Nothing is guessed that Guess does not show.
package statement

import (
	"fmt"

	"meridian/backend/fault"
)

// The bounds of a file.
const (
	Largest     = 4 << 20 // bytes
	mostRows    = 20_000
	mostColumns = 64
	longestCell = 500 // characters; what is beyond is cut off
)

// What reading may come to.
var (
	TooLarge = fault.New(fault.TooLarge, "statement.large",
		fault.Text{EN: "The file is too large for a statement.", KO: "명세서로 읽기에는 파일이 너무 큽니다."},
		fault.Text{EN: fmt.Sprintf("Export a shorter span: at most %d MB and %d lines.", Largest>>20, mostRows), KO: fmt.Sprintf("기간을 줄여 내려받으세요. %d MB, %d줄까지 읽습니다.", Largest>>20, mostRows)})
	NoText = fault.New(fault.Invalid, "statement.noText",
		fault.Text{EN: "This file is not a table of text.", KO: "글자로 된 표 파일이 아닙니다."},
		fault.Text{EN: "Export the statement as CSV. From a spreadsheet, use Save as, CSV.", KO: "명세서를 CSV로 내려받으세요. 엑셀 파일이라면 ‘다른 이름으로 저장’에서 CSV를 고르세요."})
	NoRows = fault.New(fault.Invalid, "statement.noRows",
		fault.Text{EN: "There are no payments in this file.", KO: "이 파일에는 거래가 없습니다."},
		fault.Text{EN: "It needs at least a date and an amount on each line.", KO: "줄마다 날짜와 금액이 있어야 합니다."})
	BadLayout = fault.New(fault.Invalid, "statement.layout",
		fault.Text{EN: "The columns do not fit this file.", KO: "열 지정이 이 파일과 맞지 않습니다."},
		fault.Text{EN: "Choose a column for the date, and one for the amount or for money out.", KO: "날짜 열과, 금액 또는 출금 열을 골라 주세요."})
)
