package forecast

import (
	"fmt"

	"meridian/backend/fault"
	"meridian/backend/simulate"
)

// defaultRoom is the memory that a run may take where nobody says what is free.
const defaultRoom = 4 << 30

// roomShare is the share of the free memory that a run may take; the rest is for
// what is made of it and for other programs.
const roomShare = 0.5

// ErrRoom is the fault of a run that would not fit in memory.
var ErrRoom = fault.New(fault.Invalid, "forecast.room",
	fault.Text{EN: "This run does not fit in the memory that is free.", KO: "남은 메모리에 비해 계산이 너무 큽니다."},
	fault.Text{EN: "Ask for fewer futures, or close other programs.", KO: "미래의 수를 줄이거나 다른 프로그램을 닫아 주세요."})

// fits refuses a run that would keep more than there is room for, and says how
// much that would be.
func (s *Service) fits(sc simulate.Scenario, told *simulate.Told) error {
	room := int64(defaultRoom)
	if s.Free != nil {
		if free, known := s.Free(); known {
			room = int64(roomShare * float64(free))
		}
	}
	needed := blockBytes(sc, told) + sc.Bytes(told)
	if needed <= room {
		return nil
	}
	return ErrRoom.WithProblems([]fault.Problem{{
		Pointer: "/assumptions/run/paths", Code: "forecast.room", Severity: fault.SeverityError,
		Text: fault.Text{
			EN: fmt.Sprintf("%d futures of %d months would take %s; %s may be used.", sc.Paths, sc.Months, bytesText(needed), bytesText(room)),
			KO: fmt.Sprintf("%[2]d개월짜리 미래 %[1]d개를 계산하려면 %[3]s가 필요한데, 쓸 수 있는 메모리는 %[4]s입니다.", sc.Paths, sc.Months, bytesText(needed), bytesText(room)),
		},
	}})
}

// blockBytes is what the blocks of a result take: its futures' columns, and its
// metrics at the end of each year that is told.
func blockBytes(sc simulate.Scenario, told *simulate.Told) int64 {
	futures := int64(sc.Market.Futures(sc.Paths, sc.Months))
	values := len(columns)
	for _, months := range told.Kept {
		values += len(months)
	}
	return 4 * futures * int64(values)
}

// bytesText is a size in whole mebibytes, rounded up, or in tenths of gibibytes.
func bytesText(n int64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%d MiB", (n+(1<<20)-1)>>20)
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}
